import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";
import { TrackingError } from "../tracking-error.js";
import { tlsOptions } from "./tls-options.js";

export interface ConnectionOptions {
  readonly env: NodeJS.ProcessEnv;
  /** How long a connection may take, milliseconds. */
  readonly timeoutMs: number;
}

/** Connections to a server at most. */
export const PER_HOST = 12;
/** Below the five seconds after which MLflow's servers close an idle connection, which would lose an answer. */
const KEEP_ALIVE_MS = 4000;

/** Pooled keep-alive connections, through the proxies that the environment names, opened when they are needed. */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** @returns what carries requests to an address. @throws TrackingError for settings that cannot be */
  to(url: URL): Dispatcher {
    const known = this.#dispatchers.get(url.protocol);
    if (known) return known;
    const dispatcher = openDispatcher(url.protocol, this.#options);
    this.#dispatchers.set(url.protocol, dispatcher);
    return dispatcher;
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
  }
}

function openDispatcher(protocol: string, { env, timeoutMs }: ConnectionOptions): Dispatcher {
  const tls = { ...tlsOptions(env), timeout: timeoutMs };
  const options = {
    connections: PER_HOST,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: asConnect(tls),
  };
  const proxy = proxyOf(protocol, env);
  if (proxy === undefined) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    requestTls: asConnect(tls),
    proxyTls: asConnect(tls),
    proxyTunnel: protocol === "https:",
    httpProxy: proxy.href,
    httpsProxy: proxy.href,
    noProxy: env.no_proxy ?? env.NO_PROXY ?? "",
  });
}

function asConnect({ ca, ...rest }: ReturnType<typeof tlsOptions> & { readonly timeout: number }) {
  return { ...rest, ...(ca && { ca: [...ca] }) };
}

/**
 * @returns the proxy that the environment names for addresses of a protocol (`http:` or `https:`): http_proxy or
 * https_proxy, else all_proxy, in small letters or capitals
 * @throws TrackingError `invalid_value` when it is no address of a proxy
 */
export function proxyOf(protocol: string, env: NodeJS.ProcessEnv): URL | undefined {
  const own = `${protocol.slice(0, -1)}_proxy`;
  const names = [own, own.toUpperCase(), "all_proxy", "ALL_PROXY"];
  const name = names.find((candidate) => env[candidate]);
  if (name === undefined) return undefined;
  const text = env[name] ?? "";
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && url.hostname !== "") return url;
  throw new TrackingError(`${name} is no address of a proxy: write it as http://host:port`, {
    code: "invalid_value",
  });
}
