/** `watch` of the built command line, on runs that another process trains and on ended ones. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
  command,
  evenkeel,
  expectRefusal,
  set,
  start,
  until,
} from "./support/runs/command-line.ts";
import { points, trainTiny } from "./support/runs/small-runs.ts";
import { copyOf, sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
beforeAll(() => trainTiny(join(cwd, "ended"), "steps=3", "logEvery=1"));

test("follows a run in plain lines until it ends, and leaves it alone", async () => {
  const train = ["train", ...points, ...set("steps=400"), "--no-report", "--out", "run"];
  const run = start(cwd, ...train);
  await until(() => existsSync(join(cwd, "run/run.json")) || run.child.exitCode !== null);
  const watched = await evenkeel(cwd, "watch", "run", "--every", "1");
  expect(watched).toMatchObject({ code: 0, err: "" });
  expect((await run.result).code).toBe(0);
  const lines = watched.out.trimEnd().split("\n");
  expect(lines.join("\n")).toMatch(
    /^ {2}run +run\n {2}state +done: all 400 generator steps are done\n {2}progress +█{10} 100 %, step 400 of 400, /m,
  );
  for (const line of lines) expect(line.length).toBeLessThan(80);
});

test("shows a run that has ended, and what a killed one needs", async () => {
  const { code, out } = await command(cwd, "watch", "ended");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^ {2}losses +D -?\d\.\d\d, G -?\d\.\d\d, largest σ \d\.\d\d, 24 images shown$/m,
  );
  expect(out).toMatch(/^ {2}samples +ended\/samples\/000003\.png$/m);

  const run = await copyOf(join(cwd, "ended"));
  const info = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
  const killed = { ...info, status: "running", exitReason: null, endedAt: null };
  await writeFile(join(run, "run.json"), JSON.stringify(killed));
  const gone = await command(cwd, "watch", run);
  expect(gone.code).toBe(1);
  expect(gone.out).toMatch(/^ {2}state +interrupted: process \d+ on \S+ is gone$/m);
  expect(gone.out).toContain(`  npx evenkeel train --resume ${run}\n`);
});

test("refuses what is no run", async () => {
  const nowhere = await command(cwd, "watch", "nowhere");
  expectRefusal(nowhere);
  expect(nowhere.err).toContain("nowhere: there is no such folder\n  Name the folder of a run");
  const other = await command(cwd, "watch", ".");
  expectRefusal(other);
  expect(other.err).toContain("this is not a run folder, it has no run.json");
});
