const credentialsNote = "Credentials are read from the environment, never from here.";

const toolchain = {
  type: "object",
  additionalProperties: false,
  description: "ST Edge AI Core, on this machine or in ST's cloud.",
  properties: {
    version: { type: "string", default: "10.0.0", description: "Version of the tool." },
    optimization: { type: "string", default: "balanced", description: "balanced, time or ram." },
    on_cloud: {
      type: "boolean",
      default: false,
      description: `Whether ST's cloud runs it. ${credentialsNote}`,
    },
    path_to_stedgeai: {
      type: ["string", "null"],
      format: "path",
      default: null,
      description: "The stedgeai executable.",
    },
    path_to_stm32ai: { type: ["string", "null"], format: "path", description: "Its earlier name." },
  },
} as const;

/** `tools`: the vendor's programs that measure a network. */
export const tools = {
  $id: "stm32ai_main/tools",
  type: "object",
  additionalProperties: false,
  properties: {
    stedgeai: toolchain,
    stm32ai: toolchain,
    path_to_cubeIDE: {
      type: ["string", "null"],
      format: "path",
      default: null,
      description: "STM32CubeIDE (deployment only).",
    },
  },
} as const;
