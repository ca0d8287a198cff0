import type { JsonSchema } from "../json.js";
import { sections } from "./sections.js";

/** What a loaded service says of the configuration. */
export interface DescribedService {
  readonly name: string;
  /** Dotted keys. */
  readonly reads: readonly string[];
  /** Of its own section. */
  readonly schema?: JsonSchema;
}

/** @returns the program's sections and those that services read; one that nobody describes may hold anything. */
export function allSections(services: Iterable<DescribedService>): Readonly<Record<string, JsonSchema>> {
  const all = new Map<string, JsonSchema>(Object.entries(sections));
  for (const { name, reads, schema } of services) {
    for (const [section = ""] of reads.map((key) => key.split(".")))
      if (!all.has(section)) all.set(section, {});
    if (schema !== undefined) all.set(name, schema);
  }
  return Object.fromEntries(all);
}
