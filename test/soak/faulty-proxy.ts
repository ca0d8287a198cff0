/** A real HTTP server between a client and MLflow that passes requests on, or does what a test says instead. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";

export type Doing =
  | { readonly do: "pass" }
  /** Answers without asking MLflow. */
  | {
      readonly do: "answer";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Lets MLflow do it, and cuts the connection before its answer. */
  | { readonly do: "lose" }
  /** Cuts the connection after so many bytes of the request. */
  | { readonly do: "cut"; readonly afterBytes: number }
  | { readonly do: "hang" };

export const PASS: Doing = { do: "pass" };

export interface FaultyProxy {
  readonly url: string;
  /** `POST /api/2.0/mlflow/runs/log-batch`, in the order of their arrival. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/** @param decide what to do with a call; told how many calls of the same kind came before */
export async function faultyProxy(
  target: string,
  decide: (call: string, before: number) => Doing | Promise<Doing>,
  tls?: ServerOptions,
): Promise<FaultyProxy> {
  const calls: string[] = [];
  const counts = new Map<string, number>();
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    request.on("error", () => {});
    const call = `${request.method} ${request.url?.split("?")[0]}`;
    calls.push(call);
    const before = counts.get(call) ?? 0;
    counts.set(call, before + 1);
    perform(await decide(call, before), { target, request, response });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${address.port}`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Exchange {
  readonly target: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function perform(doing: Doing, exchange: Exchange): void {
  const { request, response } = exchange;
  switch (doing.do) {
    case "answer":
      request.resume();
      response.writeHead(doing.status, doing.headers).end(doing.body ?? "");
      return;
    case "hang":
      request.resume();
      return;
    case "cut":
      cutAfter(doing.afterBytes, request);
      return;
    case "pass":
    case "lose":
      passOn(exchange, doing.do === "lose");
  }
}

function cutAfter(bytes: number, request: IncomingMessage): void {
  let seen = 0;
  request.on("data", (chunk: Buffer) => {
    seen += chunk.length;
    if (seen >= bytes) request.socket.destroy();
  });
  request.on("end", () => request.socket.destroy());
}

function passOn({ target, request, response }: Exchange, isLost: boolean): void {
  const headers = { ...request.headers, host: new URL(target).host };
  const onward = send(new URL(request.url ?? "/", target), { method: request.method, headers });
  onward.on("response", (answer) => {
    if (isLost) {
      answer.resume();
      answer.on("end", () => request.socket.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on("error", () => request.socket.destroy());
    answer.pipe(response);
  });
  onward.on("error", () => request.socket.destroy());
  request.pipe(onward);
}
