import type { JsonObject, Transport } from "./transport.js";

/** The calls of MLflow's REST interface, version 2.0, by their names: `runs/create`. */
export class RestApi {
  /** Address of the server, without credentials. */
  readonly url: string;
  readonly transport: Transport;

  constructor(url: string, transport: Transport) {
    this.url = url;
    this.transport = transport;
  }

  /** Asks, again after passing failures. @throws TrackingError */
  get(call: string, query: JsonObject): Promise<JsonObject> {
    return this.transport.get(this.address(call), query);
  }

  /** Tells, again after passing failures. @throws TrackingError */
  post(call: string, body: JsonObject): Promise<JsonObject> {
    return this.transport.post(this.address(call), body);
  }

  /** Tells a single time, for what must not be done twice. @throws TrackingError */
  postOnce(call: string, body: JsonObject): Promise<JsonObject> {
    return this.transport.sendOnce("POST", this.address(call), body);
  }

  /** Changes, again after passing failures. @throws TrackingError */
  patch(call: string, body: JsonObject): Promise<JsonObject> {
    return this.transport.repeat(() => this.transport.sendOnce("PATCH", this.address(call), body));
  }

  /** @returns the address of a call. */
  address(call: string): URL {
    return new URL(`${this.url}/api/2.0/mlflow/${call}`);
  }
}
