/** Sweeps on worker processes that only wait: how many at once, cancelled, stopped, refused. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { createSweep, openSweep, type Sweep, writeMark } from "../folder/folder.ts";
import { sweepStatus } from "../folder/status.ts";
import { localExecutor } from "../places/local.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { driveSweep, type SweepEvent } from "./drive.ts";

async function sweepOf(seeds: number): Promise<Sweep> {
  const text = `base: quickstart\nseeds: ${seeds}\nrunName: r{seed}\n`;
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  return createSweep({ expanded, text, set: [], budgetHours: null, out });
}

/** Sees a sweep through with processes of this program; `act` is called at each event. */
async function drive(
  sweep: Sweep,
  program: string,
  act: (event: SweepEvent, stop: () => void) => void = () => undefined,
  budgetHours: number | null = null,
): Promise<readonly SweepEvent[]> {
  const events: SweepEvent[] = [];
  const stop = new AbortController();
  await driveSweep(sweep, {
    runs: sweep.runs,
    executor: localExecutor(2, [process.execPath, "-e", program, "--"]),
    budgetHours,
    signal: stop.signal,
    onEvent(event) {
      events.push(event);
      act(event, () => stop.abort());
    },
  });
  return events;
}

const namesOf = (events: readonly SweepEvent[], type: "begun") =>
  events.flatMap((event) => (event.type === type ? [event.run.name] : []));
const statesOf = async (sweep: Sweep) => (await sweepStatus(sweep)).map(({ state }) => state);

test("two run at once, one is cancelled, the next begins, all are stopped", async () => {
  const sweep = await sweepOf(5);
  const cancelled = { state: "cancelled", reason: "cancelled by the user" } as const;
  const marking: Promise<void>[] = [];
  let most = 0;
  const events = await drive(sweep, "setInterval(() => {}, 1000)", (event, stop) => {
    if (event.type === "progress") most = Math.max(most, event.running.length);
    if (event.type === "progress" && marking.length === 0) {
      // one that runs, and one that waits
      for (const i of [0, 3]) marking.push(writeMark(sweep, sweep.runs[i]!, cancelled));
    }
    if (event.type === "begun" && event.run.name === "r2") stop();
  });
  await Promise.all(marking);
  expect(most).toBe(2);
  expect(namesOf(events, "begun")).toEqual(["r0", "r1", "r2"]);
  expect(events.filter(({ type }) => type === "stopping")).toEqual([
    { type: "stopping", why: "asked" },
  ]);
  expect(await statesOf(sweep)).toEqual(["cancelled", "queued", "queued", "cancelled", "queued"]);
});

test("a process that ends before its run has a folder is told with its error", async () => {
  const sweep = await sweepOf(2);
  const program = 'console.error("error: no data, got nothing\\n  Get some."); process.exit(2)';
  const events = await drive(sweep, program);
  // both run at once, and either may end first
  const ended = events.flatMap((event) => (event.type === "ended" ? [event.status] : []));
  expect(ended.map(({ run }) => run.name).toSorted()).toEqual(["r0", "r1"]);
  for (const status of ended) {
    expect(status).toMatchObject({ state: "failed", reason: "no data, got nothing Get some." });
  }
  expect(await statesOf(await openSweep(sweep.path))).toEqual(["failed", "failed"]);
});

test("a budget that is used up stops all", async () => {
  const sweep = await sweepOf(3);
  const events = await drive(sweep, "setInterval(() => {}, 1000)", undefined, 0.2 / 3600);
  expect(events).toContainEqual({ type: "stopping", why: "budget" });
  expect(namesOf(events, "begun")).toEqual(["r0", "r1"]);
  expect(await statesOf(sweep)).toEqual(["queued", "queued", "queued"]);
});

test("one process at a time sees a sweep through", async () => {
  const sweep = await sweepOf(1);
  await leaveClaim(sweep.path);
  await expect(drive(sweep, "")).rejects.toThrow(
    `process ${process.ppid} is writing to this folder`,
  );
  await leaveClaim(sweep.path, { attempt: 2, host: "elsewhere", age: 30 });
  await expect(drive(sweep, "")).rejects.toThrow("its last heartbeat was 30 s ago");
  // no process has this number: it died without a word
  await leaveClaim(sweep.path, { attempt: 3, pid: 2 ** 30 });
  expect(namesOf(await drive(sweep, ""), "begun")).toEqual(["r0"]);
});
