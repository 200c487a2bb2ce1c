import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { leaveRun } from "../../../test/support/runs/left-run.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { parseSweep } from "../plan/describe.ts";
import { expandSweep } from "../plan/expand.ts";
import { cancelRuns } from "./cancel.ts";
import { createSweep } from "./folder.ts";
import { sweepStatus } from "./status.ts";

test("runs of a sweep that nobody sees through are asked to stop, those out of reach are told", async () => {
  const text = "base: quickstart\nset: { steps: 10 }\nseeds: 5\nrunName: r{seed}\n";
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  const sweep = await createSweep({ expanded, text, set: [], budgetHours: null, out });
  const [done, queued, here, stale, far] = sweep.runs;
  const sleepers = [0, 1].map(() => spawn("sleep", ["60"]));
  const [mine, foreign] = sleepers;
  try {
    await leaveRun(sweep, done!, []);
    const running = { status: "running" };
    await leaveClaim(await leaveRun(sweep, here!, [], running), { pid: mine!.pid! });
    // the number of a run that died long ago, which another program has now
    await leaveClaim(await leaveRun(sweep, stale!, [], running), { pid: foreign!.pid!, age: 600 });
    await leaveClaim(await leaveRun(sweep, far!, [], running), { pid: 7, host: "elsewhere" });

    const ended = once(mine!, "exit");
    const { marked, stopping, outOfReach } = await cancelRuns(sweep, sweep.runs);
    expect(marked).toEqual([queued, here, stale, far]);
    expect(stopping).toEqual([here]);
    expect(outOfReach.map(({ run }) => run)).toEqual([stale, far]);
    expect(await ended).toEqual([null, "SIGTERM"]);
    expect(foreign!.exitCode ?? foreign!.signalCode).toBeNull();
    const states = (await sweepStatus(sweep)).map(({ state }) => state);
    expect(states).toEqual(["done", "cancelled", "cancelled", "running", "running"]);
  } finally {
    for (const sleeper of sleepers) sleeper.kill("SIGKILL");
  }
});

test("while somebody sees the sweep through, that one stops its runs", async () => {
  const text = "base: quickstart\nset: { steps: 10 }\n";
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  const sweep = await createSweep({ expanded, text, set: [], budgetHours: null, out });
  const sleeper = spawn("sleep", ["60"]);
  try {
    await leaveClaim(sweep.path);
    const folder = await leaveRun(sweep, sweep.runs[0]!, [], { status: "running" });
    await leaveClaim(folder, { pid: sleeper.pid! });
    expect((await cancelRuns(sweep, sweep.runs)).stopping).toEqual(sweep.runs);
    expect(sleeper.signalCode).toBeNull();
  } finally {
    sleeper.kill("SIGKILL");
  }
});
