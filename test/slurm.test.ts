/** Sweeps handed to a recorded scheduler: scripts in the place of Slurm's commands. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import {
  command,
  evenkeel,
  expectRefusal,
  info,
  set,
  start,
  until,
} from "./support/runs/command-line.ts";
import { calls, fakeSlurm } from "./support/runs/fake-slurm.ts";
import { counts, expectAsAlone, openSweep, TINY } from "./support/runs/sweeps.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

test("a thousand runs are one array of a cluster, more are several, and a status tells where they wait", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "s.yaml"), `${TINY}seeds: 1200\nrunName: "r{seed}"\n`);
  await fakeSlurm(cwd, {});
  const begin = performance.now();
  const slurm = ["partition=gpu", "timeout_min=30", "additional_parameters={reservation: mine}"];
  const flags = slurm.flatMap((text) => ["--slurm", text]);
  const { code, err } = await evenkeel(
    cwd,
    ...["sweep", "s.yaml", "--out", "s", "--on", "slurm"],
    ...flags,
  );
  expect({ code, err }).toEqual({
    code: 0,
    err: "sweep s: 1200 runs, on Slurm\n1200 runs in Slurm's queue\n",
  });
  const submitted = performance.now();
  const sweep = await openSweep(join(cwd, "s"));
  const submissions = (await calls(cwd)).filter((line) => /^sbatch --parsable/.test(line));
  expect(submissions.map((line) => / --array=(\S+)/.exec(line)?.[1])).toEqual([
    "1-1000%256",
    "1-200%256",
  ]);
  for (const option of [
    "--requeue",
    "--open-mode=append",
    "--signal=B:USR1@120",
    "--partition=gpu",
    "--time=30",
    "--reservation=mine",
    `--job-name=s-${sweep.id}-0001`,
  ]) {
    expect(submissions[0]).toContain(` ${option} `);
  }
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `7|${i + 1}|PENDING|s-${sweep.id}-0001||Priority`,
  );
  await fakeSlurm(cwd, { squeue: `cat <<'END'\n${rows.join("\n")}\nEND` });
  const asked = performance.now();
  const status = await command(cwd, "sweep", "status", "s");
  const told = performance.now();
  expect(status.out).toMatch(/^sweep s: 1200 runs: 1200 queued$/m);
  expect(status.out).toMatch(/^ {2}r0 +queued +Slurm's 7_1 waits: Priority$/m);
  const json = JSON.parse((await command(cwd, "sweep", "status", "s", "--json")).out);
  expect(json.runs[1100]).toMatchObject({ name: "r1100", reason: "Slurm has no job for it" });
  const ms = [submitted - begin, told - asked].map(Math.round);
  console.log(`1200 runs: expanded and submitted in ${ms[0]} ms, status in ${ms[1]} ms`);

  const cancel = await command(
    cwd,
    ...["sweep", "cancel", "s", "--where", "seed=3", "--where", "name=r3"],
  );
  expect(cancel.out).toBe("cancelled 1 of 1 run\n");
  expect((await calls(cwd)).at(-1)).toBe("scancel 7_[4]");
});

test("the script of an array runs each task, whatever its folder is called", async () => {
  const folder = await temporaryFolder();
  const cwd = join(folder, `it's "$HOME" \`here\``);
  await mkdir(cwd);
  await writeFile(join(cwd, "s.yaml"), `${TINY}seeds: 2\nrunName: "r{seed}"\n`);
  const setup = "setup=[export MARK=set, 'echo $MARK']";
  await fakeSlurm(folder, {});
  const options = ["--out", "s", "--on", "slurm", "--slurm", setup];
  expect((await command(cwd, "sweep", "s.yaml", ...options)).code).toBe(0);
  const script = join(cwd, "s/slurm/0001/job.sh");
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: "2" };
  const { stdout } = await promisify(execFile)("bash", [script], { cwd, env });
  expect(stdout).toBe("set\n");
  const sweep = await openSweep(join(cwd, "s"));
  expect(await counts(sweep)).toEqual({ queued: 1, done: 1 });
  await expectAsAlone(cwd, sweep, sweep.runs[1]!);
  expect(await readFile(join(cwd, "s/logs/r1.log"), "utf8")).toMatch(/^done: step 40 of 40/m);
});

test("a warned task saves and asks to be queued again, as often as it may", async () => {
  const cwd = await temporaryFolder();
  const long = TINY.replace("steps: 40", "steps: 100000").replace("logEvery: 10", "logEvery: 1000");
  await writeFile(join(cwd, "s.yaml"), `${long}runName: "r{seed}"\n`);
  await fakeSlurm(cwd, {});
  expect((await command(cwd, "sweep", "s.yaml", "--out", "s", "--on", "slurm")).code).toBe(0);
  const task = { SLURM_JOB_ID: "9", SLURM_ARRAY_JOB_ID: "7", SLURM_ARRAY_TASK_ID: "1" };
  const warned = async (restarts: number) => {
    const environment = { ...task, SLURM_RESTART_COUNT: String(restarts) };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const before = (await info(join(cwd, "s/runs/r0")).catch(() => undefined))?.counters.gStep ?? 0;
    const run = start(cwd, "sweep", "run", "s", "r0", "--requeues", "1");
    for (const name of Object.keys(environment)) vi.stubEnv(name, undefined);
    await until(
      async () =>
        ((await info(join(cwd, "s/runs/r0")).catch(() => undefined))?.counters.gStep ?? 0) > before,
    );
    run.child.kill("SIGUSR1");
    return run.result;
  };
  const first = await warned(0);
  expect(first.err).toMatch(/^r0: saved at step \d+; Slurm's 7_1 goes back into the queue$/m);
  expect((await calls(cwd)).at(-1)).toBe("scontrol requeue 7_1");
  expect((await info(join(cwd, "s/runs/r0"))).exitReason).toMatch(
    /^saved before its time limit, after step \d+$/,
  );
  const second = await warned(1);
  expect(second.code).toBe(1);
  expect(second.err).toMatch(
    /^r0: it was queued again 1 time, which is the limit: evenkeel sweep resume/m,
  );
  expect((await calls(cwd)).at(-1)).toBe("scontrol requeue 7_1");
});

test("a missing Slurm and a cluster that refuses are a line each, and nothing is lost", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "s.yaml"), `${TINY}runName: "r{seed}"\n`);
  const submit = (...more: string[]) =>
    command(cwd, "sweep", "s.yaml", "--out", "s", "--on", "slurm", ...more);
  vi.stubEnv("PATH", join(cwd, "nothing"));
  const missing = await submit();
  expectRefusal(missing);
  expect(missing.err).toMatch(/^error: sbatch: there is no such command here\n {2}Run this where/);
  expect(await readdir(cwd)).toEqual(["s.yaml"]);

  const words = "Batch job submission failed: Invalid partition name specified";
  await fakeSlurm(cwd, {
    sbatch: `[ "$1" = --version ] && exit; echo "sbatch: error: ${words}" >&2; exit 1`,
  });
  const refused = await submit();
  expectRefusal(refused);
  expect(refused.err).toContain(`error: Slurm refuses 1 runs: sbatch: ${words}\n`);
  const status = await command(cwd, "sweep", "status", "s");
  expect(status.out).toMatch(/^ {2}r0 +queued$/m);
  await fakeSlurm(cwd, {});
  const again = await command(cwd, "sweep", "resume", "s", "--slurm", "partition=main");
  expect(again.err).toMatch(/^1 run in Slurm's queue$/m);

  await fakeSlurm(cwd, {
    squeue: "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1",
  });
  const away = await command(cwd, "sweep", "status", "s");
  expect(away.err).toMatch(
    /^warning: squeue: slurm_load_jobs error: Unable to contact .*; the following is what/,
  );
  expect(away.code).toBe(0);
  // nothing runs or waits: the first look is the last
  expect((await command(cwd, "sweep", "status", "s", "--watch")).out).toBe(away.out);

  for (const flags of [
    ["--slurm", "partion=main"],
    ["--slurm", "timeout_min=0"],
    ["--slurm", "timeout_min"],
    ["--slurm", "timeout_min=2"],
    ["--jobs", "2"],
  ]) {
    expectRefusal(await submit(...flags));
  }
  expectRefusal(await command(cwd, "sweep", "s.yaml", "--out", "t", "--wait"));
  expectRefusal(await command(cwd, "sweep", "run", "s", "r9"));
});

const claim = [
  "claim",
  "run",
  "power-iteration",
  ...set("steps=3", "checkpointEvery=1", "data.count=100"),
  "--on",
  "slurm",
];

test("a claim whose runs a cluster still has is not begun beside them", async () => {
  const cwd = await temporaryFolder();
  await fakeSlurm(cwd, { sbatch: '[ "$1" = --version ] && exit; exit 1' });
  expectRefusal(await command(cwd, ...claim, "--out", "c"));
  // somebody hands them over, and leaves
  await fakeSlurm(cwd, {});
  expect((await command(cwd, "sweep", "resume", "c/sweep")).code).toBe(0);
  const [, name] = / --job-name=(\S+)/.exec((await calls(cwd)).at(-1)!)!;
  await fakeSlurm(cwd, { squeue: `echo '7|1|PENDING|${name}||Priority'` });
  const again = await command(cwd, ...claim, "--out", "c");
  expectRefusal(again);
  expect(again.err).toMatch(/sweep: Slurm must have none of its runs, got 1 that wait or run$/m);
  expectRefusal(await command(cwd, ...claim, "--out", "d", "--jobs", "2"));
  expect(await readdir(cwd)).not.toContain("d");
});
