/** Rows of cells, padded to the width of their column: `| a  | b |`. */
export interface Table {
  readonly header: string;
  readonly rows: readonly string[];
}

/** @returns the lines of a table as Hydra draws them. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): Table {
  const widths = names.map((name, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), name.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return { header: line(names), rows: rows.map(line) };
}
