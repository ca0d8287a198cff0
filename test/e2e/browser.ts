/** A real browser for tests that look at pages: Chromium, driven by playwright-core, which brings none of its own. */
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { isExecutable } from "../../src/tracking/ui.js";

const USUAL = ["chromium", "chromium-browser", "google-chrome"].map((name) => join("/usr/bin", name));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE_MS = 40_000;

/** The program, or undefined when there is none. An empty CHROMIUM_BIN means none. */
export const browserProgram = (
  process.env.CHROMIUM_BIN === undefined ? USUAL : [process.env.CHROMIUM_BIN]
).find(isExecutable);
/** For the titles of tests that are passed over without it. */
export const needsBrowser = "needs Chromium: apt-get install chromium, or CHROMIUM_BIN=/path/to/chromium";

export interface Tab {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * @param startScript runs in every page before its own scripts
 * @returns a page of a new browser, as large as the screen of a desk.
 */
export async function openTab(startScript: string): Promise<Tab> {
  const browser = await chromium.launch({ executablePath: browserProgram ?? "", args: FLAGS });
  const page = await browser.newPage({ viewport: { width: 1700, height: 1200 } });
  await page.addInitScript({ content: startScript });
  page.setDefaultTimeout(PATIENCE_MS);
  return { page, close: () => browser.close() };
}

/** Keeps what a page looks like, where the variable SCREENSHOTS names a folder. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, "_")}.png`) });
}
