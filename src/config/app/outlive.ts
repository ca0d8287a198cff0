/** Whether it has been told. */
let isTold = false;

/**
 * Lets the process outlive what takes its output: who reads may stop reading (`my_app | head`), a disk may be full. What
 * is lost on the disk is told on stderr, once, and by the exit code.
 * @returns the stream.
 */
export function outlive(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!stream.listeners("error").includes(tellLoss)) stream.on("error", tellLoss);
  return stream;
}

function tellLoss({ code, message }: NodeJS.ErrnoException): void {
  if (code === "EPIPE" || isTold) return;
  isTold = true;
  outlive(process.stderr).write(`Cannot write the output: ${message}\n`);
  process.once("exit", () => {
    process.exitCode ||= 1;
  });
}
