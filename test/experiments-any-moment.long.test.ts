/** Experiments on a machine that dies before any single write. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test, vi } from "vitest";
import { endFromEachState, leftovers, runContent } from "./support/runs/any-moment.ts";
import { set } from "./support/runs/command-line.ts";
import { points } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

// more than a hundred are brought to their end
vi.setConfig({ testTimeout: 1_800_000 });

test("an experiment of two seeds", async () => {
  const cwd = await temporaryFolder();
  const short = set("steps=1", "checkpointEvery=1", "instruments.every=0");
  await endFromEachState(cwd, {
    start: ["train", ...points, ...short, "--seeds", "2", "--out", "x", "--no-report"],
    resume: ["train", "--resume", "x", "--no-report"],
    begun: "experiment.json",
    async content(folder) {
      const runs = [0, 1].map((seed) => runContent(join(folder, `seed-${seed}`)));
      const summary = JSON.parse(await readFile(join(folder, "summary.json"), "utf8"));
      return { runs: await Promise.all(runs), summary, leftovers: await leftovers(folder) };
    },
  });
});
