import { describe, expect, it } from "vitest";
import { parseTrackingUri } from "../../src/tracking/uri.js";

describe("parseTrackingUri", () => {
  it.each([
    ["./experiments_outputs/mlruns", "/home/ana/experiments_outputs/mlruns"],
    ["mlruns", "/home/ana/mlruns"],
    ["/srv/mlruns", "/srv/mlruns"],
    ["file:///srv/ml%20runs", "/srv/ml runs"],
    ["file:mlruns", "/home/ana/mlruns"],
    [" ../mlruns ", "/home/mlruns"],
  ])("reads %j as a folder, relative to where the user stands", (uri, path) => {
    expect(parseTrackingUri(uri, "/home/ana")).toEqual({ kind: "folder", path });
  });

  it.each([
    ["http://127.0.0.1:5000", "http://127.0.0.1:5000"],
    ["https://mlflow.example.com/team/", "https://mlflow.example.com/team"],
    ["http://host:5000/#/experiments/1", "http://host:5000"],
    ["HTTP://Host", "http://host"],
  ])("reads %j as a server", (uri, url) => {
    expect(parseTrackingUri(uri, "/")).toEqual({ kind: "server", url });
  });

  it("takes user and password out of the address", () => {
    expect(parseTrackingUri("https://ana:p%40ss@host", "/")).toEqual({
      kind: "server",
      url: "https://host",
      credentials: { username: "ana", password: "p@ss" },
    });
  });

  it.each(["sqlite:///mlflow.db", "postgresql+psycopg2://ana:secret@host/db", "mysql://host/db"])(
    "names both ways out for the database %j, without repeating its password",
    (uri) => {
      const parse = () => parseTrackingUri(uri, "/");
      expect(parse).toThrow(
        /mlflow server --backend-store-uri .*http:\/\/127\.0\.0\.1:5000.*or set a directory/,
      );
      expect(parse).not.toThrow(/secret/);
    },
  );

  it.each([
    ["", /is empty/],
    ["http://", /not a valid address/],
    ["http:/host", /not a valid address/],
    ["localhost:5000", /write http:\/\/localhost:5000/],
    ["databricks://profile", /starts with "databricks:"/],
    ["s3://bucket", /a directory, a file: address, or the http\(s\):\/\//],
  ])("refuses %j", (uri, message) => {
    expect(() => parseTrackingUri(uri, "/")).toThrow(message);
  });
});
