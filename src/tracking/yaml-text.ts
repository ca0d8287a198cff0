export type YamlValue = string | number | null | YamlFields;
export interface YamlFields {
  readonly [key: string]: YamlValue;
}

/** A key that every reader takes for the text that it is. */
const PLAIN_KEY = /^(?!(?:true|false|null|yes|no|on|off|[yn])$)[a-z_][\w.]*$/i;
const PRINTABLE = /^[ -~]*$/;
/** What JSON leaves as it is and YAML readers refuse or change. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** @returns the YAML of a record, its texts quoted so that no YAML reader takes them for something else. */
export function yamlText(fields: YamlFields, indent = ""): string {
  const lines = Object.entries(fields).map(
    ([key, value]) => `${indent}${keyText(key)}:${after(value, indent)}`,
  );
  return lines.join("");
}

function after(value: YamlValue, indent: string): string {
  if (value === null || typeof value === "number") return ` ${value}\n`;
  if (typeof value === "string") return ` ${quoted(value)}\n`;
  return Object.keys(value).length === 0 ? " {}\n" : `\n${yamlText(value, `${indent}  `)}`;
}

function keyText(key: string): string {
  return PLAIN_KEY.test(key) ? key : quoted(key);
}

/** Texts of JSON stay readable in single quotes. */
function quoted(text: string): string {
  if (text.includes('"') && PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
