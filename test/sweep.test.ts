/** Sweeps on the built command line: real processes, killed, stopped, gone on with. */
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSweep } from "../src/sweeps/folder/folder.ts";
import { evenkeel, expectRefusal, start, until } from "./support/runs/command-line.ts";
import { counts, expectAsAlone, states, TINY } from "./support/runs/sweeps.ts";
import { canMount, onSmallDisk } from "./support/small-disk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Kills a process and all that it has started, at once. */
function killTree(pid: number): void {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = rows
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const children = processes.flatMap(([child, parent]) => (parent === pid ? [child!] : []));
  process.kill(pid, "SIGKILL");
  for (const child of children) process.kill(child, "SIGKILL");
}

test("twelve runs, killed with all their processes and gone on with, end as each does alone", async () => {
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

  const second = await evenkeel(cwd, "sweep", "resume", "s");
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/^sweep s: 12 runs: 12 done$/m);
  for (const run of sweep.runs) {
    await expectAsAlone(cwd, sweep, run);
    const [config, own] = [sweep.fileOf(run, "config"), sweep.fileOf(run, "folder")];
    expect(await readFile(join(own, "config.yaml"), "utf8")).toBe(await readFile(config, "utf8"));
  }
  const { out } = await evenkeel(cwd, "sweep", "collect", "s", "--where", "reparametrization=bssn");
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

test("runs are refused, cancelled and begun again, each with a line", async () => {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, "s.yaml"),
    `base: quickstart\nset: { steps: 40 }\nrunName: "a{seed}"\n`,
  );
  const nowhere = ["--set", "data.name=folder", "--set", "data.path=nowhere"];
  const { code, out } = await evenkeel(cwd, "sweep", "s.yaml", "--out", "s", ...nowhere);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^sweep s: 1 run: 1 failed\n {2}a0 +failed +step 0\/40 +folder: cannot read/m,
  );
  const cancel = await evenkeel(cwd, "sweep", "cancel", "s");
  expect(cancel.out).toBe("cancelled 0 of 1 run\n");
  expectRefusal(await evenkeel(cwd, "sweep", "s.yaml", "--out", "s"));
  expectRefusal(await evenkeel(cwd, "sweep", "status", "s", "--where", "sed=1"));
  expectRefusal(await evenkeel(cwd, "sweep"));
});

test.runIf(canMount())(
  "a full disk stops a sweep with clear lines, and nothing is lost",
  async () => {
    const cwd = await temporaryFolder();
    const often = TINY.replace("checkpointEvery: 5", "checkpointEvery: 1\n  keepCheckpoints: 0");
    await writeFile(join(cwd, "s.yaml"), often);
    await onSmallDisk(join(cwd, "small"), "400k", async (resize) => {
      const first = await evenkeel(cwd, "sweep", "s.yaml", "--out", "small/s");
      expect(first.code).toBe(1);
      expect(first.err).toMatch(/^seed0: failed, step \d+ of 40: cannot write .*no space is left/m);
      expect(first.out + first.err).not.toMatch(/\n\s+at /);
      const sweep = await openSweep(join(cwd, "small/s"));
      resize("20m");
      const second = await evenkeel(cwd, "sweep", "resume", "small/s", "--retry-failed");
      expect(second.out).toMatch(/^sweep small\/s: 1 run: 1 done$/m);
      expect(second.err).not.toMatch(/seed0 step 0\/40/);
      await expectAsAlone(cwd, sweep, sweep.runs[0]!);
    });
  },
);
