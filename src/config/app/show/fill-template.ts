import { ConfigError } from "../../error.js";
import { didYouMean } from "../../nearest-name.js";

const PLACEHOLDER = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\}|)/gi;

/**
 * Fills a help template as Python's `string.Template` does: `$NAME` or `${NAME}`; `$$` is a dollar sign.
 * @throws ConfigError (validation) for a placeholder that has no value, or a dollar sign that begins none.
 */
export function fillTemplate(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(PLACEHOLDER, (_whole, escaped?: string, plain?: string, braced?: string) => {
    if (escaped !== undefined) return "$";
    const name = plain ?? braced;
    if (name === undefined)
      throw new ConfigError(
        "validation",
        "The help template has a '$' that begins no placeholder; write '$$'",
      );
    const value = values.get(name);
    if (value !== undefined) return value;
    const names = [...values.keys()];
    throw new ConfigError(
      "validation",
      `The help template asks for '$${name}'. There are: $${names.join(", $")}${didYouMean(name, names)}`,
    );
  });
}
