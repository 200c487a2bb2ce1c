/** Sweeps on a real Slurm cluster of three virtual nodes. */
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openSweep, type Sweep, type SweepRun } from "../../src/sweeps/folder/folder.ts";
import { type Cluster, type Node, startCluster } from "../support/platform/slurm-cluster.ts";
import { evenkeel, info, until } from "../support/runs/command-line.ts";
import { counts, expectAsAlone, states, TINY } from "../support/runs/sweeps.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// training and Slurm's own patience, on machines of any speed
vi.setConfig({ testTimeout: 600_000 });

let folder: string;
let cluster: Cluster;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-slurm-"));
  cluster = await startCluster(folder);
  Object.assign(process.env, cluster.env);
});

afterAll(async () => {
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A run of some seconds, saved often. */
const LONG = TINY.replace("steps: 40", "steps: 6000")
  .replace("checkpointEvery: 5", "checkpointEvery: 500")
  .replace("logEvery: 10", "logEvery: 100");

/** Submits a sweep of one long run, and waits until it has saved something. */
async function begin(cwd: string, ...options: string[]) {
  await writeFile(join(cwd, "s.yaml"), `${LONG}runName: "r{seed}"\n`);
  const { code, err } = await evenkeel(
    cwd,
    ...["sweep", "s.yaml", "--out", "s", "--on", "slurm", ...options],
  );
  expect(err).toMatch(/^1 run in Slurm's queue$/m);
  expect(code).toBe(0);
  const sweep = await openSweep(join(cwd, "s"));
  const [run] = sweep.runs as [SweepRun];
  const path = sweep.fileOf(run, "folder");
  const infoOf = () => info(path).catch(() => undefined);
  await until(async () => ((await infoOf())?.counters.gStep ?? 0) >= 1000);
  return { sweep, run, path, first: await infoOf() };
}

const log = ({ fileOf }: Sweep, run: SweepRun) => readFile(fileOf(run, "log"), "utf8");
const isDone = async (sweep: Sweep) => (await states(sweep)).every((state) => state === "done");

test("twelve runs are an array; a part is cancelled and handed over again; all end as each does alone", async () => {
  const cwd = await temporaryFolder();
  const axes = "{ key: discriminator.reparametrization.name, values: [sn, ssn, bsn, bssn] }";
  const slurm = "{ array_parallelism: 2, cpus_per_task: 1, setup: [export OMP_NUM_THREADS=1] }";
  await writeFile(join(cwd, "s.yaml"), `${TINY}axes: [${axes}]\nseeds: 3\nslurm: ${slurm}\n`);
  const first = await evenkeel(cwd, "sweep", "s.yaml", "--out", "s", "--on", "slurm");
  expect(first.err).toMatch(/^12 runs in Slurm's queue$/m);
  expect(first.code).toBe(0);
  const cancel = await evenkeel(cwd, "sweep", "cancel", "s", "--where", "reparametrization=bssn");
  expect(cancel.out).toMatch(/^cancelled 3 of 3 runs/);
  const status = await evenkeel(cwd, "sweep", "status", "s");
  expect(status.err).toBe("");
  expect(status.out).toMatch(/^ {2}bsn-seed2 +queued +Slurm's \d+_11 waits: JobArrayTaskLimit$/m);

  // what is there already is not handed over again
  const again = await evenkeel(cwd, "sweep", "resume", "s");
  expect(again.err).not.toMatch(/in Slurm's queue/);
  const sweep = await openSweep(join(cwd, "s"));
  await until(async () => (await counts(sweep)).done === 9);
  expect(await counts(sweep)).toEqual({ done: 9, cancelled: 3 });
  const rest = await evenkeel(cwd, "sweep", "resume", "s", "--retry-cancelled", "--wait");
  expect(rest.out).toMatch(/^sweep s: 12 runs: 12 done$/m);
  expect(rest.code).toBe(0);
  for (const run of sweep.runs) await expectAsAlone(cwd, sweep, run);
});

test("a claim's runs train on the cluster, and are judged as those of one machine", async () => {
  const cwd = await temporaryFolder();
  const few = ["steps=3", "checkpointEvery=1", "data.count=100"].flatMap((one) => ["--set", one]);
  const claim = ["claim", "run", "power-iteration", ...few];
  const there = await evenkeel(cwd, ...claim, "--out", "there", "--on", "slurm");
  // after three steps σ is not exact: the claim does not hold
  expect(there.code, there.err).toBe(1);
  expect((await evenkeel(cwd, ...claim, "--out", "here")).code).toBe(1);
  const [a, b] = await Promise.all(
    ["there", "here"].map(async (folder) =>
      JSON.parse(await readFile(join(cwd, folder, "result.json"), "utf8")),
    ),
  );
  expect(a.tables).toEqual(b.tables);
});

test("a run that is warned of its time limit saves, is queued again and ends as it does alone", async () => {
  const cwd = await temporaryFolder();
  const { sweep, run, path } = await begin(cwd);
  // as --signal=B:USR1@120 does; Slurm itself looks at limits every half a minute only
  const running = ["-h", "-r", "-t", "running", "-o", "%F_%K"];
  const id = execFileSync("squeue", running, { encoding: "utf8" }).trim();
  execFileSync("scancel", ["--batch", "--signal=USR1", id]);
  await until(async () => (await info(path)).attempt === 2 || (await isDone(sweep)));
  expect(await log(sweep, run)).toMatch(
    /^r0: saved at step \d+; Slurm's \d+_1 goes back into the queue$/m,
  );
  await until(() => isDone(sweep));
  await expectAsAlone(cwd, sweep, run);
});

test("a run whose node dies goes on elsewhere from its checkpoint, and ends as it does alone", async () => {
  const cwd = await temporaryFolder();
  const { sweep, run, path, first } = await begin(cwd);
  const { host } = first.process;
  cluster.kill(host as Node);
  await until(async () => (await info(path)).attempt === 2);
  const second = await info(path);
  expect(second.process.host).not.toBe(host);
  await until(() => isDone(sweep));
  expect(await log(sweep, run)).toMatch(/resumes from .*checkpoints\/\d+/);
  await expectAsAlone(cwd, sweep, run);
});

test("of two processes after a network split the older stops itself, and the run ends as it does alone", async () => {
  const cwd = await temporaryFolder();
  const { sweep, run, path, first } = await begin(cwd, "--set", "steps=60000");
  const { host, pid } = first.process;
  const older = await cluster.processOf(host as Node, pid);
  cluster.cut(host as Node);
  await until(async () => (await info(path)).attempt === 2);
  expect((await info(path)).process.host).not.toBe(host);
  await until(() => hasEnded(older));
  expect(await log(sweep, run)).toMatch(/attempt 2 has taken over; this attempt, 1, stops writing/);
  await until(() => isDone(sweep));
  expect(await info(path)).toMatchObject({ attempt: 2, status: "done" });
  await expectAsAlone(cwd, sweep, run);
});

/** Whether a process is gone, or only its exit code is left. */
async function hasEnded(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "State:\tZ");
  return /^State:\tZ/m.test(status);
}
