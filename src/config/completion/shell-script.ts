import { ConfigError } from "../error.js";
import type { Shell } from "./shell.js";

/** What a shell takes as a word without quotes, and as part of a function's name. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** The shell's text with `PROGRAM` for the program's name. Each calls the program with the line up to the cursor. */
const INSTALL: Readonly<Record<Shell, string>> = {
  bash: `_complete_PROGRAM() {
  local line="PROGRAM\${COMP_LINE:\${#COMP_WORDS[0]}:COMP_POINT-\${#COMP_WORDS[0]}}"
  local word="\${line##*[[:space:]]}" suggestion
  # Only what follows the last word break is replaced.
  local kept="\${word%"\${word##*["$COMP_WORDBREAKS"]}"}"
  local -a suggestions
  IFS=' ' read -r -a suggestions <<<"$(COMP_LINE="$line" COMP_POINT="\${#line}" "\${1/#\\~\\//$HOME/}" -sc query=bash 2>/dev/null)"
  COMPREPLY=()
  for suggestion in "\${suggestions[@]}"; do
    if [[ $suggestion == "$word"* ]]; then COMPREPLY+=("\${suggestion#"$kept"}"); fi
  done
}
complete -o nospace -o default -F _complete_PROGRAM PROGRAM
`,
  zsh: `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_complete_PROGRAM() {
  local line="PROGRAM \${(j: :)words[2,CURRENT-1]} $PREFIX"
  local -a suggestions
  suggestions=(\${=$(COMP_LINE="$line" COMP_POINT="\${#line}" \${~words[1]} -sc query=zsh 2>/dev/null)})
  if (( $#suggestions )); then compadd -S '' -a suggestions; else _files; fi
}
compdef _complete_PROGRAM PROGRAM
`,
  fish: `function _complete_PROGRAM
    set -l typed (commandline -opc)
    set -l word (commandline -ct)
    set -lx COMP_LINE (string join ' ' -- PROGRAM $typed[2..-1] "$word")
    $typed[1] -sc query=fish 2>/dev/null
end
complete -c PROGRAM -f -a '(_complete_PROGRAM)'
`,
};

const UNINSTALL: Readonly<Record<Shell, string>> = {
  bash: `complete -r PROGRAM 2>/dev/null
unset -f _complete_PROGRAM
`,
  zsh: `compdef -d PROGRAM
unfunction _complete_PROGRAM 2>/dev/null
`,
  fish: `complete -e -c PROGRAM
functions -e _complete_PROGRAM
`,
};

/**
 * @param program the name under which it is called: `my_app`
 * @returns what the shell has to run so that it completes the program's arguments.
 * @throws ConfigError (validation) for a name that a shell would need quotes for.
 */
export function installScript(shell: Shell, program: string): string {
  return forProgram(INSTALL[shell], program);
}

/** @returns what the shell has to run to forget it. @throws ConfigError as `installScript`. */
export function uninstallScript(shell: Shell, program: string): string {
  return forProgram(UNINSTALL[shell], program);
}

function forProgram(script: string, program: string): string {
  if (!PLAIN_NAME.test(program))
    throw new ConfigError("validation", `Cannot complete the arguments of a program named '${program}'`);
  return script.replaceAll("PROGRAM", program);
}
