/** The executor on a queue that the test plays. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { EvenkeelError } from "../../errors.ts";
import { jobsOf } from "../execution/jobs.ts";
import { createSweep } from "../folder/folder.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { parseSlurmOptions } from "../plan/slurm-options.ts";
import type { RunSlurm } from "./commands.ts";
import { slurmExecutor } from "./executor.ts";

async function setUp() {
  const text = "base: quickstart\nset: { steps: 10 }\nseeds: 3\nrunName: r{seed}\n";
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  const sweep = await createSweep({ expanded, text, set: [], budgetHours: null, out });
  const { jobs } = await jobsOf(sweep, sweep.runs);
  const queue = { rows: "", isAway: false, calls: [] as string[] };
  const run: RunSlurm = async (command, args) => {
    queue.calls.push([command, ...args].join(" "));
    if (command !== "squeue") return "";
    if (queue.isAway) throw new EvenkeelError("SLURM", "squeue: no controller");
    return queue.rows;
  };
  const executor = () =>
    slurmExecutor(sweep, {
      ...{ options: parseSlurmOptions({}, []), command: ["evenkeel"], cpus: 1, gpus: 0, run },
    });
  const row = (array: number, index: number, state: string) =>
    `7|${index}|${state}|s-${sweep.id}-000${array}|n1|None\n`;
  return { sweep, jobs, queue, executor, row };
}

test("it tells of the jobs it was given, not of others of the sweep", async () => {
  const { jobs, queue, executor, row } = await setUp();
  await executor().submit(jobs.slice(0, 2));
  const second = executor();
  await second.submit(jobs.slice(2));
  queue.rows = row(1, 1, "RUNNING") + row(1, 2, "PENDING") + row(2, 1, "RUNNING");
  expect([...(await second.status())]).toEqual([["r2", { state: "running" }]]);
  await second.cancel(["r2"]);
  expect(queue.calls.at(-1)).toBe("scancel --batch --signal=TERM 7_[1]");
});

test("jobs whose controller has not answered yet wait; one that it no longer has is over", async () => {
  const { jobs, queue, executor, row } = await setUp();
  const one = executor();
  queue.isAway = true;
  await one.submit(jobs);
  expect([...(await one.status()).values()]).toEqual(jobs.map(() => ({ state: "waiting" })));

  const other = executor();
  await other.submit(jobs.slice(0, 2));
  queue.isAway = false;
  queue.rows = row(2, 1, "COMPLETED");
  expect([...(await other.status())]).toEqual([
    ["r0", { state: "ended", code: 0 }],
    ["r1", { state: "ended", code: null }],
  ]);
});

test("a task's line is the command of its job, its words appended to the run's log", async () => {
  const { sweep, jobs, executor } = await setUp();
  await executor().submit(jobs);
  const lines = await readFile(join(sweep.path, "slurm/0001/tasks.txt"), "utf8");
  expect(lines.split("\n")[1]).toBe(
    `'sweep' 'run' '${sweep.path}' 'r1' --requeues 10 >>'${sweep.path}/logs/r1.log' 2>&1`,
  );
});
