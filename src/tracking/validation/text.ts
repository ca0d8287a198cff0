/** What MLflow 3 keeps of a parameter's value, in characters. */
export const MAX_PARAM_LENGTH = 6000;
/** What MLflow 3 keeps of a tag's value, in characters. */
export const MAX_TAG_LENGTH = 8000;

/** @returns the first `limit` characters (code points, as Python counts), or the text itself when it fits. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  return characters.length <= limit ? text : characters.slice(0, limit).join("");
}
