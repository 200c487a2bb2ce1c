/** A sweep of twelve runs on the built command line, killed and resumed. */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, start, until } from "./support/runs/command-line.ts";
import { counts, expectAsAlone, openSweep, states, TINY } from "./support/runs/sweeps.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Kills a process and all that it has started, at once. */
function killTree(pid: number): void {
  // a stopped process starts nothing more, and its children stay there to be killed even if they have ended
  process.kill(pid, "SIGSTOP");
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  for (const row of rows.trim().split("\n")) {
    const [child, parent] = row.trim().split(/\s+/).map(Number);
    if (parent === pid) process.kill(child!, "SIGKILL");
  }
  process.kill(pid, "SIGKILL");
}

test("twelve runs, killed with all their processes and resumed, end as each does alone", async () => {
  const cwd = await temporaryFolder();
  const axes = "{ key: discriminator.reparametrization.name, values: [sn, ssn, bsn, bssn] }";
  await writeFile(join(cwd, "s.yaml"), `${TINY}axes: [${axes}]\nseeds: 3\n`);
  const first = start(cwd, "sweep", "s.yaml", "--out", "s", "--jobs", "2");
  await until(async () => {
    const sweep = await openSweep(join(cwd, "s")).catch(() => undefined);
    const { done = 0, running = 0 } = sweep === undefined ? {} : await counts(sweep);
    return (done >= 3 && running > 0) || first.child.exitCode !== null;
  });
  killTree(first.child.pid!);
  await first.result;
  const sweep = await openSweep(join(cwd, "s"));
  await until(async () => !(await states(sweep)).includes("running"));
  const { done = 0, interrupted = 0, queued = 0 } = await counts(sweep);
  expect({ sum: done + interrupted + queued, some: queued > 0 }).toEqual({ sum: 12, some: true });

  const second = await command(cwd, "sweep", "resume", "s");
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/^sweep s: 12 runs: 12 done$/m);
  for (const run of sweep.runs) {
    await expectAsAlone(cwd, sweep, run);
    const [config, own] = [sweep.fileOf(run, "config"), sweep.fileOf(run, "folder")];
    expect(await readFile(join(own, "config.yaml"), "utf8")).toBe(await readFile(config, "utf8"));
  }
  const { out } = await command(cwd, "sweep", "collect", "s", "--where", "reparametrization=bssn");
  expect(out).toMatch(/^ {2}bssn +3 /m);
  expect(out).not.toMatch(/^ {2}sn /m);
  expect(await readdir(join(cwd, "s"))).toEqual([
    "attempts",
    "configs",
    "logs",
    "marks",
    "results.csv",
    "results.json",
    "runs",
    "sweep.json",
    "sweep.yaml",
  ]);
});
