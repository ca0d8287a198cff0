import { describe, expect, it } from "vitest";
import { artifactPath, artifactTarget } from "../../../src/tracking/rest/artifact-target.js";

const SERVER = "http://host:5000/team";
const PROXY = "api/2.0/mlflow-artifacts/artifacts";

describe("artifactTarget", () => {
  it.each([
    ["mlflow-artifacts:/1/ab/artifacts", `http://host:5000/team/${PROXY}/1/ab/artifacts/run/a`],
    ["mlflow-artifacts://files:9000/1/ab/artifacts", `http://files:9000/${PROXY}/1/ab/artifacts/run/a`],
    ["mlflow-artifacts:///1/ab", `http://host:5000/team/${PROXY}/1/ab/run/a`],
  ])("sends below %s to the proxy", (uri, url) => {
    const target = artifactTarget(uri, "run/a", SERVER);
    expect(target).toMatchObject({ kind: "proxy" });
    expect(target.kind === "proxy" && target.url.href).toBe(url);
  });

  it("encodes every part of the path", () => {
    const target = artifactTarget("mlflow-artifacts:/1", "run é/a?b&c;d%zz+.txt", "http://host");
    expect(target.kind === "proxy" && target.url.href).toBe(
      `http://host/${PROXY}/1/run%20%C3%A9/a%3Fb%26c%3Bd%25zz%2B.txt`,
    );
  });

  it.each([
    ["/srv/mlruns/1/ab/artifacts", "/srv/mlruns/1/ab/artifacts/run/a"],
    ["file:///srv/ml%20runs/1", "/srv/ml runs/1/run/a"],
  ])("copies below the folder %s", (uri, path) => {
    expect(artifactTarget(uri, "run/a", SERVER)).toEqual({ kind: "folder", path });
  });

  it.each(["s3://bucket/1", "gs://bucket", "wasbs://c@a/1", "dbfs:/x"])(
    "refuses %s, naming the server's option",
    (uri) => {
      expect(() => artifactTarget(uri, "run/a", SERVER)).toThrow(/--serve-artifacts --artifacts-destination/);
    },
  );
});

describe("artifactPath", () => {
  it.each([
    ["a#b.txt", "a_23b.txt"],
    ["a%41.txt", "a_2541.txt"],
    ["a\nb", "a_0ab"],
  ])("replaces what the proxy refuses or alters in %j", (path, stored) => {
    expect(artifactPath(path)).toEqual({ path: stored, changed: true });
  });

  it("leaves every other name alone", () => {
    expect(artifactPath("run/quantized model é 100%.onnx")).toMatchObject({ changed: false });
  });
});
