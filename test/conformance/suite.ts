/** What a golden suite gives to the runner: one result a case, as it becomes known. */

export interface CaseResult {
  readonly id: string;
  /** Cases are counted a line per group: a model, a kind, a file. */
  readonly group: string;
  /** What differed; absent when the case passed. */
  readonly failure?: string;
}

export interface SuiteOptions {
  /** Folder with the vectors, laid out as the golden folder of that name. */
  readonly folder: string;
  /** Variants or kinds to run; all when absent. */
  readonly only?: ReadonlySet<string>;
}

export type Suite = (options: SuiteOptions) => AsyncIterable<CaseResult>;
