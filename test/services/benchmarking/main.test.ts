import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../services/benchmarking/main.js";
import { writeModel } from "../../../services/toolkit/onnx/write-model.js";
import type { Emitter, Json, Request, SummaryRow } from "../../../services/toolkit/service/protocol.js";
import { node, tinyModel } from "./tiny-model.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "benchmarking-"));
  const nodes = [node("Conv", ["x", "w"], "y")];
  const weights = { w: [[4, 3, 1, 1], new Float32Array(12)] } as const;
  writeModel(
    tinyModel({ inputs: { x: [1, 3, 8, 8] }, outputs: ["y"], weights, nodes }),
    join(folder, "net.onnx"),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Heard implements Emitter {
  readonly lines: string[] = [];
  readonly metrics = new Map<string, number>();
  readonly params = new Map<string, string>();
  readonly artifacts = new Map<string, string>();
  rows: readonly SummaryRow[] = [];
  log(level: string, message: string) {
    this.lines.push(`${level}: ${message}`);
  }
  progress() {}
  param(key: string, value: string) {
    this.params.set(key, value);
  }
  metric(key: string, value: number) {
    this.metrics.set(key, value);
  }
  artifact(name: string, path: string) {
    this.artifacts.set(name, path);
  }
  summary(rows: readonly SummaryRow[]) {
    this.rows = rows;
  }
}

async function benchmark(config: Record<string, Json>, model = "net.onnx"): Promise<Heard> {
  const heard = new Heard();
  const request: Request = {
    protocol: 1,
    run: "r",
    stage: "1_benchmarking",
    service: "benchmarking",
    config,
    inputs: { model: join(folder, model) },
    output_dir: join(folder, "stage"),
    seed: 123,
  };
  await run(request, heard, new AbortController().signal);
  return heard;
}
const board = { benchmarking: { board: "STM32H747I-DISCO" } };

describe("the benchmarking service", () => {
  test("gives the zoo's metrics, parameters and lines, and calls them an estimate", async () => {
    const heard = await benchmark(board);
    expect([...heard.metrics]).toEqual([
      ["RAM Activations KiB", 1.75],
      ["Flash weights KiB", 0.05],
      ["MACCs M", 0.001],
    ]);
    expect([...heard.params]).toEqual([
      ["stm32ai_version", "estimate"],
      ["target", "STM32H747I-DISCO"],
    ]);
    expect(heard.lines).toContain("info: RAM Activations : 1.75 (KiB), offline estimate");
    expect(heard.rows.map(({ label }) => label)).toEqual([
      "RAM Activations (estimate)",
      "Flash weights (estimate)",
      "MACCs (estimate)",
    ]);
  });

  test("leaves a report with totals and one entry a layer", async () => {
    const path = (await benchmark(board)).artifacts.get("report") ?? "";
    expect(path).toBe(join(folder, "stage", "stm32ai_files", "network_report.json"));
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
      estimate: true,
      model: "net.onnx",
      board: "STM32H747I-DISCO",
      ram_size: (3 + 4) * 64 * 4,
      rom_size: 48,
      rom_n_macc: 64 * 4 * 3 + 4,
      uncounted_operators: [],
      layers: [
        {
          name: "y",
          op: "Conv",
          output_shape: [1, 4, 8, 8],
          macc: 64 * 4 * 3 + 4,
          weights_bytes: 48,
          activation_bytes: (3 + 4) * 64 * 4,
        },
      ],
    });
  });

  test.each([
    [{ stedgeai: { on_cloud: true } }, "tools.stedgeai.on_cloud is True"],
    [
      { stedgeai: { path_to_stedgeai: "/opt/st/stedgeai" } },
      "tools.stedgeai.path_to_stedgeai is /opt/st/stedgeai",
    ],
    [{ stm32ai: { path_to_stm32ai: "/opt/st/stm32ai" } }, "tools.stm32ai.path_to_stm32ai is /opt/st/stm32ai"],
  ])("says that ST's tools are not run when %o asks for them", async (tools, what) => {
    const { lines } = await benchmark({ ...board, tools });
    expect(lines).toContain(
      `warn: ${what}, but ST Edge AI is not run yet: the figures are an offline estimate.`,
    );
  });

  test("warns of nothing when the tools' defaults stand", async () => {
    const tools = {
      stedgeai: { version: "10.0.0", optimization: "balanced", on_cloud: false, path_to_stedgeai: null },
    };
    const { lines } = await benchmark({ ...board, tools });
    expect(lines.filter((line) => line.startsWith("warn"))).toEqual([]);
  });

  test("estimates for a microprocessor board that the zoo would have measured in the cloud, and says so", async () => {
    const tools = { stedgeai: { on_cloud: true } };
    const { lines } = await benchmark({ benchmarking: { board: "STM32MP257F-EV1" }, tools });
    expect(lines).toContain(
      "warn: STM32MP257F-EV1 is a microprocessor: the RAM is what a microcontroller would need.",
    );
  });

  test("refuses a microprocessor board", async () => {
    const failure = benchmark({ benchmarking: { board: "STM32MP257F-EV1" } });
    await expect(failure).rejects.toMatchObject({
      code: "board_unsupported",
      message:
        "benchmarking.board is STM32MP257F-EV1, a microprocessor: there is no offline benchmark for STM32MP boards.",
    });
  });

  test.each(["net.pb", "net.pt", "net"])("names what it reads to the user of %s", async (model) => {
    await expect(benchmark(board, model)).rejects.toMatchObject({
      code: "model_kind_unsupported",
      message: expect.stringContaining("supported: .onnx"),
    });
  });

  test("tells a text file from a model", async () => {
    writeFileSync(join(folder, "text.onnx"), "not a model\n");
    await expect(benchmark(board, "text.onnx")).rejects.toMatchObject({ code: "model_unreadable" });
  });

  test("asks for fixed dims when a shape is open", async () => {
    const nodes = [node("NonZero", ["x"], "y")];
    const model = tinyModel({ inputs: { x: [1, 4] }, outputs: ["y"], nodes });
    writeModel(model, join(folder, "open.onnx"));
    await expect(benchmark(board, "open.onnx")).rejects.toMatchObject({ code: "onnx_shape" });
  });
});
