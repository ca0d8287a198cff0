/** Warm processes of services that serve: one a command, kept from stage to stage. */
import { StageProcess, type Surroundings } from "./stage-process.js";

export class HostPool {
  readonly #idle = new Map<string, StageProcess[]>();

  /** @returns an idle process of this command, else a new one. It is the caller's until it is given back. */
  borrow(command: readonly string[], surroundings: Surroundings): StageProcess {
    return this.#idleOf(command).pop() ?? new StageProcess(command, surroundings);
  }

  /** Keeps a process that has answered its request. */
  giveBack(command: readonly string[], host: StageProcess): void {
    const idle = this.#idleOf(command);
    idle.push(host);
    host.onOutput = () => {};
    void host.exited.then(() => {
      const index = idle.indexOf(host);
      if (index >= 0) idle.splice(index, 1);
    });
  }

  /** Ends the idle processes: their input first, then the processes. */
  async close(): Promise<void> {
    const hosts = [...this.#idle.values()].flat();
    this.#idle.clear();
    await Promise.all(hosts.map((host) => host.finish()));
  }

  #idleOf(command: readonly string[]): StageProcess[] {
    const key = JSON.stringify(command);
    const idle = this.#idle.get(key) ?? [];
    this.#idle.set(key, idle);
    return idle;
  }
}
