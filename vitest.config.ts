import { defineConfig } from "vitest/config";

const limits = { testTimeout: 60_000, hookTimeout: 300_000 };

/** The end-to-end tests drive what was built; the others need no build. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...limits, name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/e2e/**"] } },
      {
        test: {
          ...limits,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/build-once.ts"],
        },
      },
    ],
  },
});
