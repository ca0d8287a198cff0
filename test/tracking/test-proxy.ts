/** A real HTTP proxy: plain requests in absolute form, others by CONNECT. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";

export interface TestProxy {
  readonly url: string;
  /** `GET http://…` and `CONNECT host:port`, in the order of their arrival. */
  readonly seen: readonly string[];
  /** Proxy-Authorization of each. */
  readonly passwords: readonly (string | undefined)[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Answered to everything instead of passing it on. */
  readonly refuse?: number;
}

export async function testProxy({ refuse }: ProxyOptions = {}): Promise<TestProxy> {
  const seen: string[] = [];
  const passwords: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const note = (incoming: IncomingMessage) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    passwords.push(incoming.headers["proxy-authorization"]);
  };
  const server = createServer((incoming, response) => {
    note(incoming);
    if (refuse !== undefined) response.writeHead(refuse).end();
    else forward(incoming, response);
  });
  server.on("connect", (incoming, socket) => {
    note(incoming);
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const [host = "", port] = (incoming.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    passwords,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(incoming.url ?? "", { method: method ?? "GET", headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.writeHead(502).end());
  incoming.pipe(onward);
}
