/** `claim` of the built command line, and claims without it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimNamed, runClaim } from "../src/claims/index.ts";
import type { SweepEvent } from "../src/sweeps/execution/index.ts";
import { evenkeel, expectRefusal } from "./support/runs/command-line.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const resultOf = async (folder: string) =>
  JSON.parse(await readFile(join(cwd, folder, "result.json"), "utf8")) as Record<string, unknown>;

test("one that measures by itself: its page, its result, 0 since it holds", async () => {
  const { code, out } = await evenkeel(cwd, "claim", "run", "equal-split", "--out", "split");
  expect(code).toBe(0);
  expect(out).toContain("equal-split  holds\n");
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(await resultOf("split")).toMatchObject({
    claim: "equal-split",
    held: true,
    scale: "small",
  });
  expect(await readFile(join(cwd, "split", "index.html"), "utf8")).toContain("It holds");
  const other = await evenkeel(cwd, "claim", "run", "cost", "--out", "split");
  expectRefusal(other);
  expect(other.err).toContain('got a folder of {"claim":"equal-split"');
});

test("one that trains: a single call trains and judges; again, from what was trained, 1", async () => {
  // after so few rounds of power iteration σ is far from exact
  const set = ["steps=3", "checkpointEvery=1", "data.count=100"];
  const events: SweepEvent[] = [];
  const out = join(cwd, "power");
  const first = await runClaim(
    { claim: claimNamed("power-iteration"), scale: "small", set, out },
    { onEvent: (event) => events.push(event) },
  );
  expect(first).toMatchObject({ folder: out, findings: { held: false } });
  expect(events[0]).toMatchObject({ type: "place", place: { on: "local" } });
  const ended = events.flatMap((event) => (event.type === "ended" ? event.status : []));
  expect(ended.map(({ run, state }) => [run.name, state])).toContainEqual(["SN-seed0", "done"]);
  const before = await resultOf("power");
  const options = set.flatMap((one) => ["--set", one]);
  const again = await evenkeel(
    cwd,
    ...["claim", "run", "power-iteration", ...options, "--out", "power"],
  );
  expect(again.code).toBe(1);
  expect(again.out).toContain("power-iteration  does not hold\n");
  expect(again.err).not.toContain("SN-seed0: begun");
  expect(await resultOf("power")).toEqual({ ...before, at: expect.any(String) });
});

test("list and show fit 80 columns; an unknown name gets the nearest", async () => {
  for (const args of [["list"], ["show", "settings"], ["run", "settings", "--dry-run"]]) {
    const { code, out } = await evenkeel(cwd, "claim", ...args);
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
  const unknown = await evenkeel(cwd, "claim", "show", "spectre");
  expectRefusal(unknown);
  expect(unknown.err).toContain("Did you mean spectra?");
});
