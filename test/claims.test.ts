/** `claim` of the built command line, and claims without it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SweepEvent } from "../src/sweeps/execution/index.ts";
import { built } from "./support/runs/built.ts";
import { command, evenkeel, expectRefusal, set } from "./support/runs/command-line.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();

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
  const page = await readFile(join(cwd, "split", "index.html"), "utf8");
  expect(page).toContain("It holds");
  expect(page).toMatch(/aria-label="Total gradient of every split[^"]*"><svg/);
  const other = await command(cwd, "claim", "run", "cost", "--out", "split");
  expectRefusal(other);
  expect(other.err).toContain('got one of {"claim":"equal-split"');
});

test("one that trains: a single call trains and judges; again, from what was trained, 1", async () => {
  // after so few rounds of power iteration σ is far from exact
  const settings = ["steps=3", "checkpointEvery=1", "data.count=100"];
  const { claimNamed, runClaim } =
    await built<typeof import("../src/claims/index.ts")>("claims/index");
  const events: SweepEvent[] = [];
  const out = join(cwd, "power");
  const first = await runClaim(
    { claim: claimNamed("power-iteration"), scale: "small", set: settings, out },
    { onEvent: (event) => events.push(event) },
  );
  expect(first).toMatchObject({ folder: out, findings: { held: false } });
  expect(events[0]).toMatchObject({ type: "place", place: { on: "local" } });
  const ended = events.flatMap((event) => (event.type === "ended" ? event.status : []));
  expect(ended.map(({ run, state }) => [run.name, state])).toContainEqual(["SN-seed0", "done"]);
  const before = await resultOf("power");
  const args = ["claim", "run", "power-iteration", ...set(...settings), "--out", "power"];
  const again = await command(cwd, ...args);
  expect(again.code).toBe(1);
  expect(again.out).toContain("power-iteration  does not hold\n");
  expect(again.err).not.toContain("SN-seed0: begun");
  expect(await resultOf("power")).toEqual({ ...before, at: expect.any(String) });
});

test("list and show fit 80 columns; an unknown name gets the nearest", async () => {
  for (const args of [["list"], ["show", "settings"], ["run", "settings", "--dry-run"]]) {
    const { code, out } = await command(cwd, "claim", ...args);
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
  const unknown = await command(cwd, "claim", "show", "spectre");
  expectRefusal(unknown);
  expect(unknown.err).toContain("Did you mean spectra?");
});
