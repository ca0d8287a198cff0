/** Ends the stages of a runner that was killed: a tiny shell that holds a pipe of the runner and sees it close. */
import { spawn } from "node:child_process";

/** Seconds between SIGTERM and SIGKILL. */
const GRACE_SECONDS = 2;

/** Reads `+ group` and `- group`; at the end of file all groups that are left are asked to stop, then killed. */
const SCRIPT = `
trap '' INT TERM HUP
live=
while read -r sign group; do
  if [ "$sign" = + ]; then live="$live $group"; continue; fi
  rest=
  for one in $live; do [ "$one" = "$group" ] || rest="$rest $one"; done
  live=$rest
done
[ -n "$live" ] || exit 0
for one in $live; do kill -s TERM -- "-$one"; done
sleep ${GRACE_SECONDS}
for one in $live; do kill -s KILL -- "-$one"; done
`;

export interface Watchdog {
  /** Ends this process group when the runner dies. */
  guard(group: number): void;
  /** The group has ended. */
  release(group: number): void;
  /** Ends the watchdog. */
  close(): void;
}

/** Starts a watchdog in a process group of its own; it keeps no event loop alive and needs no wait. */
export function startWatchdog(): Watchdog {
  const child = spawn("/bin/sh", ["-c", SCRIPT], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
  });
  // Without its shell there is no watchdog; the runner's own way of stopping stages still holds.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  const tell = (line: string) => {
    if (child.stdin.writable) child.stdin.write(`${line}\n`);
  };
  return {
    guard: (group) => tell(`+ ${group}`),
    release: (group) => tell(`- ${group}`),
    close: () => child.stdin.end(),
  };
}
