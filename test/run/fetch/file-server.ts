/** A real HTTP server on loopback that answers as a test says, for the fetching of files. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

export type Answer = (response: ServerResponse, request: IncomingMessage, count: number) => unknown;

export interface FileServer {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: readonly IncomingMessage[];
}

/** @param answer called with each request and how many came before it. @returns a server that ends with the test. */
export async function fileServer(answer: Answer): Promise<FileServer> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(response, request, asked.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

/** Sends the headers of a whole body but only its beginning, then cuts the connection. */
export function breakOff(response: ServerResponse, body: Buffer, after: number): void {
  response.writeHead(200, { "content-length": body.length, etag: '"one"' });
  response.write(body.subarray(0, after), () => setTimeout(() => response.destroy(), 20));
}

/** Answers with the part that was asked for. */
export function sendRange(response: ServerResponse, { headers }: IncomingMessage, body: Buffer): void {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const range = { "content-range": `bytes ${start}-${body.length - 1}/${body.length}` };
  response.writeHead(start > 0 ? 206 : 200, { etag: '"one"', ...(start > 0 && range) });
  response.end(body.subarray(start));
}
