/** Hydra's config groups that its Python package ships as files: the same content, in our words. */
const LOGGING_OFF = `version: 1
root:
  level: ERROR
disable_existing_loggers: true
`;
const LOGGING_NONE = `version: 1
root: null
disable_existing_loggers: false
`;

export const PACKAGED_TEXT = {
  "hydra/env/default": "",
  "hydra/output/default": `# @package hydra
run:
  dir: outputs/\${now:%Y-%m-%d}/\${now:%H-%M-%S}
sweep:
  dir: multirun/\${now:%Y-%m-%d}/\${now:%H-%M-%S}
  subdir: \${hydra.job.num}
`,
  "hydra/help/default": `app_name: \${hydra.job.name}
header: |
  \${hydra.help.app_name} is powered by Hydra.
footer: |
  Powered by Hydra (https://hydra.cc)
  Use --hydra-help to view Hydra specific help
template: |
  \${hydra.help.header}
  == Configuration groups ==
  Compose your configuration from those groups (group=option)

  $APP_CONFIG_GROUPS

  == Config ==
  Override anything in the config (foo.bar=value)

  $CONFIG

  \${hydra.help.footer}
`,
  "hydra/hydra_help/default": `template: |
  Hydra (\${hydra.runtime.version})
  See https://hydra.cc for more info.

  == Flags ==
  $FLAGS_HELP

  == Configuration groups ==
  Compose your configuration from those groups (For example, append hydra/job_logging=disabled to command line)

  $HYDRA_CONFIG_GROUPS

  Use '--cfg hydra' to Show the Hydra config.
`,
  "hydra/hydra_logging/default": `version: 1
formatters:
  simple:
    format: "[%(asctime)s][HYDRA] %(message)s"
handlers:
  console: {class: logging.StreamHandler, formatter: simple, stream: ext://sys.stdout}
root:
  level: INFO
  handlers: [console]
loggers:
  logging_example:
    level: DEBUG
disable_existing_loggers: false
`,
  "hydra/hydra_logging/disabled": LOGGING_OFF,
  "hydra/hydra_logging/none": LOGGING_NONE,
  "hydra/hydra_logging/hydra_debug": `version: 1
formatters:
  simple:
    format: "[%(asctime)s][%(name)s][%(levelname)s] - %(message)s"
handlers:
  file:
    class: logging.FileHandler
    mode: w
    formatter: simple
    filename: hydra-\${hydra.job.name}.log
    delay: true
root:
  level: ERROR
  handlers: [file]
loggers:
  hydra:
    level: DEBUG
disable_existing_loggers: false
`,
  "hydra/job_logging/default": `version: 1
formatters:
  simple:
    format: "[%(asctime)s][%(name)s][%(levelname)s] - %(message)s"
handlers:
  console: {class: logging.StreamHandler, formatter: simple, stream: ext://sys.stdout}
  file:
    class: logging.FileHandler
    formatter: simple
    filename: \${hydra.runtime.output_dir}/\${hydra.job.name}.log
root:
  level: INFO
  handlers: [console, file]
disable_existing_loggers: false
`,
  "hydra/job_logging/disabled": LOGGING_OFF,
  "hydra/job_logging/none": LOGGING_NONE,
  "hydra/job_logging/stdout": `version: 1
formatters:
  simple:
    format: "%(message)s"
handlers:
  console: {class: logging.StreamHandler, formatter: simple, stream: ext://sys.stdout}
root:
  level: INFO
  handlers: [console]
disable_existing_loggers: false
`,
} as const;
