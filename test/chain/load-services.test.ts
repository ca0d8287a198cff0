import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadServices } from "../../src/chain/load-services.js";
import { exampleServices, faultyServices, problemsOf, temporaryFolder, unwrap } from "./rig.js";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("a folder of services is loaded in order of name, with schemas", () => {
  const services = unwrap(loadServices(undefined, exampleServices));
  expect([...services.keys()]).toEqual(["mine", "tally", "weigh"]);
  expect(services.get("mine")).toEqual({
    name: "mine",
    summary: "A user's own step in Python that scales a model's last bytes",
    command: ["python3", "mine.py"],
    serve: false,
    reads: ["mine", "dataset.seed"],
    requires: [],
    takes: { model: { from: "general.model_path", kinds: [".onnx"] } },
    makes: { model: { kinds: [".onnx"] } },
    folder: join(exampleServices, "mine"),
    schema: expect.objectContaining({ type: "object" }),
  });
});

test("services_path is a folder of services, one service, or a list of them", () => {
  const mine = join(exampleServices, "mine");
  const weigh = join(exampleServices, "weigh");
  expect([...unwrap(loadServices(mine, faultyServices)).keys()]).toContain("mine");
  expect([...unwrap(loadServices([mine, weigh], faultyServices)).keys()].slice(-2)).toEqual([
    "mine",
    "weigh",
  ]);
});

test("everything that is wrong is told at once, with file, line and column, and what is allowed", () => {
  const folder = folderWith({
    "bad/service.yaml": [
      "name: my service",
      "sumary: a typo",
      "command: []",
      "serve: maybe",
      "takes:",
      "  model: { from: 3, kinds: [onnx], knd: file }",
      "makes: [model]",
    ].join("\n"),
  });
  const file = join(folder, "bad", "service.yaml");
  const messages = problemsOf(loadServices(folder, exampleServices)).map(({ message }) => message);
  expect(messages).toEqual([
    `${file}:1:1: \`summary\` is missing; it must be text.`,
    `${file}:1:7: name: must be a name: letters, digits, _ and -, a letter first.`,
    `${file}:2:9: sumary: unknown key. Did you mean 'summary'? Allowed: name, summary, command, serve, reads, requires, takes, makes.`,
    `${file}:3:10: command: must be a list of 1 or more texts.`,
    `${file}:4:8: serve: must be true or false.`,
    `${file}:6:18: takes.model.from: must be text.`,
    `${file}:6:28: takes.model.kinds: must be file name endings such as .onnx.`,
    `${file}:6:41: takes.model.knd: unknown key. Did you mean 'kind'? Allowed: from, kinds, kind, optional.`,
    `${file}:7:8: makes: must be a mapping.`,
  ]);
});

test("a manifest that is not YAML is told with its place", () => {
  const folder = folderWith({ "bad/service.yaml": "name: [a\ncommand: b" });
  const [problem] = problemsOf(loadServices(folder, exampleServices));
  expect(problem?.message).toMatch(/bad\/service\.yaml:\d+:\d+: /);
});

test("a schema that is not JSON is told with its file", () => {
  const folder = temporaryFolder();
  cpSync(join(exampleServices, "weigh"), join(folder, "weigh2"), { recursive: true });
  writeFileSync(join(folder, "weigh2", "schema.json"), "{");
  const [problem] = problemsOf(loadServices(folder, faultyServices));
  expect(problem).toMatchObject({ code: "bad_schema", path: join(folder, "weigh2", "schema.json") });
});

test("a schema cannot pass for one that ships with the program", () => {
  const folder = temporaryFolder();
  cpSync(join(exampleServices, "weigh"), join(folder, "weigh2"), { recursive: true });
  writeFileSync(join(folder, "weigh2", "schema.json"), '{"$id": "stm32ai_main/mlflow"}');
  const [problem] = problemsOf(loadServices(folder, faultyServices));
  expect(problem?.message).toMatch(/weigh2\/schema\.json: has the \$id 'stm32ai_main\/mlflow'/);
});

test("two services of one name are refused, with both folders", () => {
  const [problem] = problemsOf(loadServices(join(exampleServices, "mine"), exampleServices));
  expect(problem?.message).toBe(
    `Two services are named 'mine': ${join(exampleServices, "mine")} and ${join(exampleServices, "mine")}.`,
  );
});

test.each([
  ["a missing folder", "/no/such/folder"],
  ["no path at all", 7],
])("services_path with %s is refused", (_, path) => {
  const [problem] = problemsOf(loadServices(path, exampleServices));
  expect(problem).toMatchObject({ code: "no_services", key: "services_path" });
  expect(problem?.message).toContain(String(path));
});
