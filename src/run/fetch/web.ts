/** Requests for files on the web, through the proxies that the environment names. */
import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import { percentDecoded } from "../../chain/percent-decoded.js";
import { withoutUrlSecrets } from "../../chain/url-secrets.js";
import { FetchError } from "./fetch-error.js";
import { networkError } from "./network-error.js";

export interface WebOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** The longest silence of a server, milliseconds. */
  readonly silenceMs: number;
}

export interface WebAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: Dispatcher.ResponseData["body"];
}

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Asks for files; its connections stay open until it is closed. */
export class Web {
  readonly #options: WebOptions;
  readonly #agents = new Map<string, Dispatcher>();

  constructor(options: WebOptions) {
    this.#options = options;
  }

  /**
   * Follows redirects, but for one from https to http. User and password of the address go to its own server only.
   *
   * @returns the first answer that is no redirect, whatever its status.
   * @throws FetchError when there is none.
   */
  async get(address: URL, headers: Readonly<Record<string, string>>): Promise<WebAnswer> {
    const shown = withoutUrlSecrets(address.href);
    let url = address;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const own = url.origin === address.origin ? authorization(address) : {};
      const answer = await this.#ask(url, { ...headers, ...own }, shown);
      const location = REDIRECTS.has(answer.status) ? answer.header("location") : undefined;
      if (location === undefined) return answer;
      // The connection is free for the next request when nothing is left in it.
      await answer.body.dump().catch(() => {});
      url = target(location, url, shown);
    }
    throw badRedirect(`sends from one address to the next, more than ${MAX_REDIRECTS} times`, shown);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }

  async #ask(url: URL, headers: Readonly<Record<string, string>>, shown: string): Promise<WebAnswer> {
    const { signal, silenceMs } = this.#options;
    try {
      const {
        statusCode,
        headers: answered,
        body,
      } = await this.#agentFor(url).request({
        method: "GET",
        origin: url.origin,
        path: url.pathname + url.search,
        headers,
        signal,
        headersTimeout: silenceMs,
        bodyTimeout: silenceMs,
      });
      const header = (name: string) => {
        const value = answered[name];
        return Array.isArray(value) ? value[0] : value;
      };
      return { status: statusCode, header, body };
    } catch (error) {
      throw networkError(error, shown);
    }
  }

  #agentFor({ protocol }: URL): Dispatcher {
    const known = this.#agents.get(protocol);
    if (known !== undefined) return known;
    const { env, silenceMs } = this.#options;
    const agent = new EnvHttpProxyAgent({
      connect: { timeout: silenceMs },
      proxyTunnel: protocol === "https:",
      httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? "",
      httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? "",
      noProxy: env.no_proxy ?? env.NO_PROXY ?? "",
    });
    this.#agents.set(protocol, agent);
    return agent;
  }
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function target(location: string, from: URL, shown: string): URL {
  if (!URL.canParse(location, from.href)) throw badRedirect("sends on to what is no address", shown);
  const url = new URL(location, from.href);
  if (url.protocol !== "https:" && url.protocol !== from.protocol)
    throw badRedirect(`sends on from ${from.protocol}// to ${url.protocol}//`, shown);
  return url;
}

function badRedirect(what: string, shown: string): FetchError {
  return new FetchError(`${shown} could not be fetched: the server ${what}.`, {
    code: "fetch_refused",
    hint: "Download the file and give its path.",
  });
}
