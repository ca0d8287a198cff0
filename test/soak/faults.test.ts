import { afterAll, beforeAll, describe, it } from "vitest";
import { hasMlflow, needsMlflow } from "../tracking/mlflow-server.js";
import { allFaults } from "./all-faults.js";
import { type OpenGround, openGround } from "./open-ground.js";

const LIMIT_MS = 300_000;

describe.skipIf(!hasMlflow)(
  `the server has what the journal has, nothing twice (${needsMlflow}), when`,
  () => {
    let ground: OpenGround;
    beforeAll(async () => {
      ground = await openGround({ isSoak: false });
    });
    afterAll(() => ground?.close());

    it.each(allFaults.filter(({ isQuick }) => isQuick))("$name", ({ attempt }) => attempt(ground), LIMIT_MS);
  },
);
