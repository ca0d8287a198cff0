import type { Emitter, SummaryRow } from "../../../services/toolkit/service/protocol.js";

/** An emitter that keeps what it is told. */
export class Recorder implements Emitter {
  readonly logs: string[] = [];
  readonly metrics = new Map<string, number>();
  readonly artifacts = new Map<string, string>();
  readonly progressed: [number, number, string][] = [];
  readonly rows: SummaryRow[] = [];

  log(level: string, message: string): void {
    this.logs.push(`${level}: ${message}`);
  }
  progress(done: number, total: number, unit: string): void {
    this.progressed.push([done, total, unit]);
  }
  param(): void {}
  metric(key: string, value: number): void {
    this.metrics.set(key, value);
  }
  artifact(name: string, path: string): void {
    this.artifacts.set(name, path);
  }
  summary(rows: readonly SummaryRow[]): void {
    this.rows.push(...rows);
  }
}
