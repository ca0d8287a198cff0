/** User and password of an address, up to the last `@` before its path; an override writes its colon as `\:`. */
const USER_INFO = /\b([a-z][a-z\d+.-]*\\?:\/\/)[^\s/?#]*@/gi;
/** Members of an address's query that let in whoever has them: signatures, tokens, keys. */
const QUERY_SECRET =
  /([?&][^\s=&#]*(?:sig|token|secret|passw|credential|api_?key|auth)[^\s=&#]*=)[^\s&#"']+/gi;

const MASK = "***";

/** @returns the text, with what opens a door in the web addresses in it masked: `https://***@host/x.onnx?sig=***`. */
export function withoutUrlSecrets(text: string): string {
  return text.replace(USER_INFO, `$1${MASK}@`).replace(QUERY_SECRET, `$1${MASK}`);
}

/** @returns whether a mask stands in an address where it had a secret: it cannot be used any more. */
export function hasMaskedSecret({ username, searchParams }: URL): boolean {
  return username === MASK || [...searchParams.values()].includes(MASK);
}
