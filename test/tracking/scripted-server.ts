/** A real HTTP server that gives the answers it is told to, for failures that MLflow does not make on demand. */
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";

export interface Seen {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: string | object;
  readonly headers?: Record<string, string>;
  /** Cuts the connection instead of answering. */
  readonly cut?: boolean;
  /** Cuts the connection in the middle of the answer. */
  readonly half?: boolean;
  /** Never answers. */
  readonly hang?: boolean;
}

export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/**
 * @param answer called with each request, in the order of their arrival
 * @param tls speaks https when given
 */
export async function scriptedServer(
  answer: (seen: Seen) => ScriptedAnswer,
  tls?: ServerOptions,
): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = "";
    try {
      for await (const part of request.setEncoding("utf8")) body += part;
    } catch {
      return;
    }
    const one = { call: `${request.method} ${request.url}`, headers: request.headers, body };
    seen.push(one);
    const { status = 200, body: text = {}, headers = {}, cut, hang, half } = answer(one);
    if (cut) request.socket.destroy();
    if (cut || hang) return;
    if (half) {
      response.writeHead(status, { ...headers, "content-length": "1000" }).write("{");
      setTimeout(() => request.socket.destroy(), 20);
      return;
    }
    response.writeHead(status, headers).end(typeof text === "string" ? text : JSON.stringify(text));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${address.port}`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
