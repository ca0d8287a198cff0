import fc from "fast-check";
import { expect, test } from "vitest";
import type { ServiceManifest } from "../../src/chain/manifest.js";
import { holdsSecret, partSecrets } from "../../src/chain/secrets.js";
import type { JsonSchema } from "../../src/schema/json.js";

function withSchema(schema: JsonSchema): ReadonlyMap<string, ServiceManifest> {
  const mine = {
    name: "mine",
    summary: "",
    command: ["x"],
    serve: false,
    reads: [],
    requires: [],
    takes: {},
    makes: {},
  };
  return new Map([["mine", { ...mine, folder: "/s", schema }]]);
}

const SECRET = { type: "string", writeOnly: true };
const SERVICES = withSchema({
  $defs: { token: SECRET },
  properties: {
    open: { type: "string" },
    direct: SECRET,
    login: { properties: { user: {}, password: { $ref: "#/$defs/token" } } },
    keys: { type: "array", items: SECRET },
    either: { anyOf: [{ type: "null" }, SECRET] },
    servers: { patternProperties: { _token$: SECRET }, additionalProperties: { type: "string" } },
    pair: { type: "array", items: [{ type: "string" }, SECRET], additionalItems: { type: "string" } },
  },
});

test("writeOnly values leave the config and become environment variables", () => {
  const config = {
    mine: { open: "o", direct: "d", login: { user: "u", password: 5 }, keys: ["a", "b"], either: null },
    other: { direct: "stays" },
  };
  const { config: rest, secrets } = partSecrets(config, SERVICES);
  expect(rest).toEqual({
    mine: { open: "o", login: { user: "u" }, keys: [null, null] },
    other: { direct: "stays" },
  });
  expect(Object.fromEntries(secrets)).toEqual({
    STAGE_SECRET_MINE_DIRECT: "d",
    STAGE_SECRET_MINE_LOGIN_PASSWORD: "5",
    STAGE_SECRET_MINE_KEYS_0: "a",
    STAGE_SECRET_MINE_KEYS_1: "b",
  });
});

test("a property is a secret by a pattern, an item by its place in a tuple", () => {
  const config = { mine: { servers: { a: "open", a_token: "t" }, pair: ["name", "word", "rest"] } };
  const { config: rest, secrets, paths } = partSecrets(config, SERVICES);
  expect(rest).toEqual({ mine: { servers: { a: "open" }, pair: ["name", null, "rest"] } });
  expect([...secrets.values()]).toEqual(["t", "word"]);
  expect(paths).toEqual([
    ["mine", "servers", "a_token"],
    ["mine", "pair", "1"],
  ]);
});

test("a reference that leads to itself ends", () => {
  const services = withSchema({
    $defs: { a: { $ref: "#/$defs/a" } },
    properties: { x: { $ref: "#/$defs/a" } },
  });
  expect(partSecrets({ mine: { x: 1 } }, services).config).toEqual({ mine: { x: 1 } });
});

test.each([
  ["mine.direct", true],
  ["mine.login", true],
  ["mine.login.password", true],
  ["mine.login.user", false],
  ["mine.open", false],
  ["mine.servers.b_token", true],
  ["mine.servers.b", false],
  ["mine.keys[0]", true],
  ["mine.direct.part", true],
  ["mine", true],
  ["other.direct", false],
])("holdsSecret(%s) is %s", (key, expected) => {
  expect(holdsSecret(key, SERVICES)).toBe(expected);
});

test("a config without secrets comes back equal, whatever it holds", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (values) => {
      const config = JSON.parse(JSON.stringify({ other: values }));
      const parted = partSecrets(config, SERVICES);
      expect(parted.secrets.size).toBe(0);
      expect(JSON.stringify(parted.config)).toBe(JSON.stringify(config));
    }),
  );
});
