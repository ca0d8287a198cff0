import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  byKey,
  hasMlflow,
  type MlflowServer,
  mlflow2Program,
  mlflowProgram,
  mlflowServer,
  needsMlflow,
  type StoredRun,
  storedRuns,
} from "../tracking/mlflow-server.js";
import { browserProgram, keepScreenshot, needsBrowser, openTab, type Tab } from "./browser.js";
import { emptyFolder, run } from "./program.js";

/** Two jobs through every stage, each calibrated on a few photos. */
const SWEEP = [
  ...["--config-name", "chain_eqeb_config.yaml", "-m", "general.project_name=seen"],
  ...["quantization.granularity=per_tensor,per_channel", "dataset.quantization_split=0.2"],
];

/** MLflow 3 opens its chat beside the first page that is seen, which then lacks the room. */
const NO_CHAT = `if (location.protocol === "http:") localStorage.setItem("mlflow.assistant.fab.autoOpenedOnFirstLoad_v1", "true")`;

interface Place {
  readonly title: string;
  readonly program: string | undefined;
  /** Whether the sweep goes to a server, or to a local store that MLflow opens afterwards. */
  readonly isServer: boolean;
  /** MLflow 2 has other addresses for some pages. */
  readonly isOld?: boolean;
}

const PLACES: readonly Place[] = [
  { title: "the local store of a sweep", program: mlflowProgram, isServer: false },
  { title: "a server that a sweep was delivered to", program: mlflowProgram, isServer: true },
  { title: "a server of MLflow 2", program: mlflow2Program, isServer: true, isOld: true },
];

describe.each(PLACES)(`the pages of MLflow on $title (${needsMlflow}; ${needsBrowser})`, (place) => {
  const { title, program, isServer, isOld = false } = place;
  const isMissing = !hasMlflow || program === undefined || browserProgram === undefined;
  // A click may come before another program's page listens: each test loads its page anew.
  describe.skipIf(isMissing)("show", { retry: 2 }, () => {
    const cwd = emptyFolder();
    let server: MlflowServer;
    let tab: Tab;
    let page: Page;
    let parent: StoredRun;
    let job: StoredRun;

    beforeAll(async () => {
      const store = join(cwd, "mlruns");
      const database = ["--backend-store-uri", `sqlite:///${cwd}/mlflow.db`, "--serve-artifacts"];
      const artifacts = ["--artifacts-destination", join(cwd, "artifacts")];
      const args = isServer ? [...database, ...artifacts] : ["--backend-store-uri", store];
      server = await mlflowServer(args, cwd, program);
      const opened = openTab(NO_CHAT);
      if (isServer) await server.start();
      const { code, stderr } = await run([...SWEEP, `mlflow.uri=${isServer ? server.url : store}`], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      if (!isServer) await server.start();
      const stored = await storedRuns(server.url, "seen");
      parent = only(stored.filter(({ data }) => !("mlflow.parentRunId" in byKey(data.tags))));
      job = only(stored.filter(({ info }) => info.run_name === "0 granularity=per_tensor"));
      tab = await opened;
      page = tab.page;
    });
    afterEach((context) => keepScreenshot(page, `${title} ${context.task.name}`));
    afterAll(async () => {
      await tab?.close();
      await server?.kill();
    });

    /** Loads the page anew: within a page of MLflow another address leaves folders unfolded and fields filled. */
    const open = async (path: string) => {
      await page.goto("about:blank");
      await page.goto(`${server.url}/#/experiments/${parent.info.experiment_id}${path}`);
    };
    const openJob = (tabName = "") => open(`/runs/${job.info.run_id}${tabName}`);
    const seen = (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor();
    /** Bars of single values, lines where there are more; a level line has no height to be visible by. */
    const drawn = () => page.locator(".js-plotly-plot .trace").first().waitFor({ state: "attached" });

    it("the sweep in the list of runs, and its jobs below it when it is unfolded", async () => {
      await open(isOld ? "" : "/runs");
      const sweep = page.getByRole("row").filter({ hasText: parent.info.run_name });
      await sweep.getByRole("button").first().click();
      await seen("0 granularity=per_tensor");
      await seen("1 granularity=per_channel");
    });

    it("the results of a job as a table in its description, and its parent", async () => {
      await openJob();
      await page.getByRole("cell", { name: "mean OKS" }).waitFor();
      await page.getByRole("link", { name: parent.info.run_name }).first().waitFor();
    });

    it("its configuration, key by key", async () => {
      await openJob();
      await page.getByPlaceholder("Search parameters").fill("quantization.granularity");
      await page
        .getByRole("row")
        .filter({ hasText: "quantization.granularity" })
        .getByText("per_tensor")
        .waitFor();
    });

    it("its datasets with their digests and what they were for", async () => {
      await openJob();
      // One of them is on the page itself, both in the drawer that it opens: of one name, with digests of their own.
      const named = page.getByText(/^pose_sample \([0-9a-f]{16}\)/).filter({ visible: true });
      await named.first().click();
      const digests = async () =>
        new Set((await named.allInnerTexts()).map((text) => text.match(/[0-9a-f]{16}/)?.[0]));
      await expect.poll(async () => (await digests()).size).toBe(2);
      await seen(/^test$/i);
      await seen(/^quantization$/i);
    });

    it("charts of its metrics, in the sections of its stages", async () => {
      await openJob("/model-metrics");
      for (const section of [/^benchmarking/, /^evaluation\/float/]) await seen(section);
      await drawn();
    });

    it("charts of how busy the machine was, on their own page", async () => {
      await openJob("/system-metrics");
      await seen("cpu_utilization_percentage");
      await drawn();
    });

    it.each([{ path: ["1_evaluation", "poses.svg"] }, { path: ["stm32ai_files", "network_layers.svg"] }])(
      "the picture $path.1 among its files",
      async ({ path }) => {
        await openJob("/artifacts");
        for (const name of ["0", ...path]) await page.getByText(name, { exact: true }).first().click();
        const picture = page.locator(`img[alt="${["0", ...path].join("/")}"]`);
        await picture.waitFor();
        // As large as it was drawn, in the page's own units, once it is decoded.
        await expect.poll(() => picture.boundingBox(), { timeout: 20_000 }).toMatchObject({ width: 960 });
      },
    );

    it.skipIf(isOld)(
      "the quantized network among the logged models, ready, with the job that made it",
      async () => {
        await open("/models");
        const model = page
          .getByRole("row")
          .filter({ hasText: "quantized_model" })
          .filter({ hasText: "Ready" });
        await model.first().waitFor();
        await seen("0 granularity=per_tensor");
      },
    );

    it.runIf(isOld)("the quantized network as a model of the run", async () => {
      await openJob();
      await page.getByRole("link", { name: "tflite" }).first().waitFor();
    });
  });
});

function only<T>(items: readonly T[]): T {
  const [item, other] = items;
  if (item === undefined || other !== undefined) throw new Error(`one was expected, not ${items.length}`);
  return item;
}
