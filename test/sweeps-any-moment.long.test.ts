/** Sweeps on a machine that dies before any single write. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, vi } from "vitest";
import { endFromEachState, leftovers, runContent } from "./support/runs/any-moment.ts";
import { command } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

// more than a hundred are brought to their end
vi.setConfig({ testTimeout: 1_800_000 });

test("a sweep of two runs", async () => {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, "s.yaml"),
    `
base: eight-gaussians
set:
  steps: 1
  batchSize: 16
  nDis: 1
  logEvery: 1
  sampleEvery: 0
  instruments: { every: 0 }
  model: { generatorChannels: 8, discriminatorChannels: 8 }
  samples: { rows: 2, columns: 2 }
axes: [{ key: discriminator.reparametrization.name, values: [none, sn] }]
`,
  );
  await endFromEachState(cwd, {
    start: ["sweep", "s.yaml", "--out", "x", "--jobs", "1"],
    resume: ["sweep", "resume", "x"],
    begun: "sweep.json",
    async content(folder) {
      const names = (await readdir(join(folder, "runs"))).toSorted();
      const runs = names.map((name) => runContent(join(folder, "runs", name)));
      const { code } = await command(cwd, "sweep", "collect", "x");
      return { names, runs: await Promise.all(runs), code, leftovers: await leftovers(folder) };
    },
  });
});
