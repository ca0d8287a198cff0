import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder } from "./program.js";

/** @returns a folder with a service in shell, which does what its section says and gives it as a metric. */
export function shellFolder(): string {
  const cwd = emptyFolder();
  const folder = join(cwd, "services/shell");
  mkdirSync(folder, { recursive: true });
  const files: Readonly<Record<string, string>> = {
    "services/shell/service.yaml":
      "name: shell\nsummary: Sleeps.\ncommand: [sh, shell.sh]\nserve: false\nreads: [shell]\ntakes: {}\nmakes: {}\n",
    "services/shell/schema.json": JSON.stringify({
      type: "object",
      properties: {
        seconds: { type: "number", minimum: 0 },
        token: { type: "string", writeOnly: true },
        pin: { type: "integer", writeOnly: true },
        login: { type: "object", writeOnly: true },
        greeting: { type: "string" },
      },
      additionalProperties: false,
    }),
    "services/shell/shell.sh": `seconds=$(sed -n 's/.*"seconds": *\\([0-9.]*\\).*/\\1/p' "$1")
[ "$seconds" = 13 ] && { echo '{"type":"error","code":"unlucky","message":"13 brings bad luck"}' >> "$STAGE_EVENTS"; exit 1; }
sleep "$seconds"
[ -n "$JOB_NAME" ] && echo '{"type":"param","key":"name","value":"'"$JOB_NAME"'"}' >> "$STAGE_EVENTS"
echo '{"type":"summary","rows":[{"label":"slept","value":'"$seconds"',"unit":"s"}]}' >> "$STAGE_EVENTS"
`,
    "shell.yaml":
      "operation_mode: shell\nservices_path: ./services\nshell: { seconds: 0, token: none }\nhydra: { sweep: { dir: out } }\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}
