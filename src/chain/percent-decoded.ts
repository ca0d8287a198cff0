/** @returns a part of an address without its %-escapes; as it stands where a % begins none. */
export function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
