import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { createRunFolder, finishAttempt } from "../../runs/folder/run-folder.ts";
import { createSweep } from "../folder/folder.ts";
import { sweepStatus } from "../folder/status.ts";
import { parseSweep, readSweepFile } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { beginningOf, jobsOf } from "./jobs.ts";

test("a run folder of another config is left as it is, told, and free again once the config is back", async () => {
  const text = "base: quickstart\nset: { steps: 10 }\nseeds: 2\nrunName: r{seed}\n";
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  const sweep = await createSweep({ expanded, text, set: [], budgetHours: null, out });
  const [first, second] = sweep.runs;
  const folder = sweep.fileOf(first!, "folder");
  const about = { name: "r0", device: "cpu", seed: 0, out: folder };
  const foreign = await createRunFolder({ ...about, config: "steps: 11\n" });
  await finishAttempt(foreign);
  await foreign.update({ status: "stopped", exitReason: "stopped by the user after step 3" });
  const before = await readFile(foreign.files.info, "utf8");

  const { jobs, leftAlone } = await jobsOf(sweep, sweep.runs);
  expect(jobs.map(({ name }) => name)).toEqual([second!.name]);
  const reason = `${folder}: the run that is there has another config than ${sweep.fileOf(first!, "config")}`;
  expect(leftAlone).toEqual([{ run: first, reason, failed: true }]);
  expect((await sweepStatus(sweep, [first!]))[0]).toMatchObject({ state: "failed", reason });
  expect(await readFile(foreign.files.info, "utf8")).toBe(before);
  expect(await readFile(foreign.files.config, "utf8")).toBe("steps: 11\n");

  await copyFile(sweep.fileOf(first!, "config"), foreign.files.config);
  const again = await jobsOf(sweep, [first!]);
  expect(again.jobs[0]?.args).toEqual(["sweep", "run", out, "r0"]);
  expect(await beginningOf(sweep, first!)).toBe("resume");
  expect(await beginningOf(sweep, second!)).toBe("new");
  expect((await sweepStatus(sweep, [first!]))[0]).toMatchObject({ state: "stopped" });
});

test("a recipe is a sweep of its seeds", async () => {
  const { name, runs } = await expandSweep(await readSweepFile("quickstart"), ["steps=10"], 3);
  expect(name).toBe("quickstart");
  expect(runs.map(({ name, config }) => [name, config.seed, config.steps])).toEqual([
    ["seed0", 0, 10],
    ["seed1", 1, 10],
    ["seed2", 2, 10],
  ]);
});
