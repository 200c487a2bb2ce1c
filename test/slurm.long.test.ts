/** A claim and a search for a scale whose runs a recorded scheduler starts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, set } from "./support/runs/command-line.ts";
import { calls, fakeSlurm } from "./support/runs/fake-slurm.ts";
import { points } from "./support/runs/small-runs.ts";
import { openSweep } from "./support/runs/sweeps.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A cluster that has begun and ended an array by the time that it answers. */
const AT_ONCE = `[ "$1" = --version ] && exit
tasks=$(echo "$*" | sed -E 's/.*--array=1-([0-9]+).*/\\1/')
for last; do :; done
for i in $(seq $tasks); do SLURM_ARRAY_TASK_ID=$i bash "$last" >&2; done
echo 7`;
/** Without power iteration σ is far from exact. */
const NEVER = "discriminator.reparametrization={name: sn, advance: never}";
const claim = [
  "claim",
  "run",
  "power-iteration",
  ...set("steps=3", "checkpointEvery=1", "data.count=100", NEVER),
  "--on",
  "slurm",
];

test("the runs of a claim and of a search for a scale are a cluster's", async () => {
  const cwd = await temporaryFolder();
  await fakeSlurm(cwd, { sbatch: AT_ONCE });
  const tested = await command(cwd, ...claim, "--out", "c", "--slurm", "cpus_per_task=1");
  // the claim does not hold
  expect(tested.code, tested.err).toBe(1);
  expect((await command(cwd, ...claim.slice(0, -2), "--out", "here")).code).toBe(1);
  const [there, here] = await Promise.all(
    ["c", "here"].map(async (folder) =>
      JSON.parse(await readFile(join(cwd, folder, "result.json"), "utf8")),
    ),
  );
  expect(there.tables).toEqual(here.tables);
  expect((await openSweep(join(cwd, "c/sweep"))).on).toBe("slurm");

  const search = ["--by", "gradient", "--steps", "80", "--scales", "0.5,4", "--on", "slurm"];
  const ssn = set("discriminator.reparametrization.name=ssn");
  const found = await command(cwd, "tune-scale", ...points, ...ssn, ...search, "--out", "t");
  expect(found.code, found.err).toBe(0);
  expect(found.out).toMatch(/^eight-gaussians: ssn with scale /m);
  const arrays = (await calls(cwd)).filter((line) => line.startsWith("sbatch --parsable"));
  expect(arrays.map((line) => / --array=(\S+)/.exec(line)?.[1])).toEqual(["1-1%256", "1-2%256"]);
});
