/** @returns the text of a float as Python's `repr` writes it: `1.0`, `1e-05`, `1e+16`, `nan`, `-inf`, `-0.0`. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= 16 || exponent < -4) {
    const digits = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${digits}`;
  }
  // Between 1e-4 and 1e16 JavaScript never uses an exponent of its own.
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
