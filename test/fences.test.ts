/** One folder, several processes: only one attempt writes. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { built } from "./support/runs/built.ts";
import { command, expectRefusal, info, set, start, until } from "./support/runs/command-line.ts";
import { leaveClaim } from "./support/runs/left-claim.ts";
import { points } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Claims folder after folder at agreed moments, and prints which it has won. */
const CLAIMER = `
const [, module, begin, ...folders] = process.argv;
const { claimAttempt } = await import(module);
for (const [i, folder] of folders.entries()) {
  while (Date.now() < Number(begin) + 25 * i);
  const number = await claimAttempt(folder).catch((error) => error.message);
  console.log(JSON.stringify({ folder, number }));
}
// the winner of a folder lives until all are done
process.stdin.resume();
`;

test("of three processes that claim a folder in the same moment exactly one has it", async () => {
  const cwd = await temporaryFolder();
  const folders = Array.from({ length: 12 }, (_, i) => join(cwd, `f${i}`));
  for (const folder of folders) await mkdir(folder);
  const module = pathToFileURL("dist/runs/folder/attempts.js").href;
  const begin = String(Date.now() + 500);
  const children = [0, 1, 2].map(() => {
    const args = ["--input-type=module", "-e", CLAIMER, "--", module, begin, ...folders];
    return spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  });
  const claims: { folder: string; number: number | string }[] = [];
  const answers = children.map(async ({ stdout }) => {
    let left = folders.length;
    for await (const line of createInterface({ input: stdout })) {
      claims.push(JSON.parse(line));
      if (--left === 0) return;
    }
  });
  await Promise.all(answers);
  for (const { stdin } of children) stdin.end();
  for (const folder of folders) {
    const mine = claims.filter((claim) => claim.folder === folder);
    expect(mine).toHaveLength(3);
    expect(mine.filter(({ number }) => number === 1)).toHaveLength(1);
    for (const { number } of mine.filter((one) => one.number !== 1)) {
      expect(number).toMatch(
        /another process has taken over this folder$|process \d+ is writing to this folder$/,
      );
    }
    expect((await readdir(join(folder, "attempts"))).sort()).toEqual(["0001", "newest"]);
  }
});

const train = ["train", ...points, ...set("steps=1000", "checkpointEvery=20", "keepCheckpoints=0")];

/** What a run's files hold, but for claims and what is being written. */
async function contents(run: string): Promise<Record<string, string>> {
  const paths = await readdir(run, { recursive: true, withFileTypes: true });
  const files = paths
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.tmp-|\/attempts\//.test(path));
  const hashes = files.map(async (path) => [
    path,
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex"),
  ]);
  return Object.fromEntries(await Promise.all(hashes));
}

test("an attempt that was cut off and superseded stops itself and writes nothing more", async () => {
  const cwd = await temporaryFolder();
  const run = join(cwd, "run");
  const older = start(cwd, ...train, "--out", "run");
  const saved = join(run, "checkpoints", "000040");
  await until(() => existsSync(saved) || older.child.exitCode !== null);
  older.child.kill("SIGSTOP");
  expectRefusal(await command(cwd, "train", "--resume", "run"));

  // as another machine sees it: first it looks alive, then it has not been heard of for long
  const claim = join(run, "attempts", "0001");
  const about = JSON.parse(await readFile(join(claim, "process.json"), "utf8"));
  expect(about.pid).toBe(older.child.pid);
  await writeFile(join(claim, "process.json"), JSON.stringify({ ...about, host: "elsewhere" }));
  const refused = await command(cwd, "train", "--resume", "run");
  expectRefusal(refused);
  expect(refused.err).toMatch(
    /process \d+ on elsewhere is writing to this folder; its last heartbeat was \d+ s ago/,
  );
  const longAgo = Date.now() / 1000 - 3600;
  await utimes(join(claim, "heartbeat"), longAgo, longAgo);
  const newer = await command(cwd, "train", "--resume", "run", "--until", "100");
  expect(newer.code).toBe(0);
  const paused = { status: "stopped", exitReason: "paused after step 100", attempt: 2 };
  expect(await info(run)).toMatchObject(paused);

  const before = await contents(run);
  older.child.kill("SIGCONT");
  const { code, err } = await older.result;
  expect(code).toBe(2);
  expect(err).toContain("attempt 2 has taken over; this attempt, 1, stops writing");
  expect(await contents(run)).toEqual(before);
  const records = (await readFile(join(run, "metrics.jsonl"), "utf8")).trimEnd().split("\n");
  const steps = records.map((line) => JSON.parse(line)).filter((one) => "loss/d" in one);
  expect(steps.map(({ gStep }) => gStep)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("an experiment, too, is resumed by only one process across machines", async () => {
  const cwd = await temporaryFolder();
  const { loadConfig } = await built<typeof import("../src/config/index.ts")>("config/index");
  const { createExperiment } =
    await built<typeof import("../src/runs/experiments/index.ts")>("runs/experiments/index");
  const out = join(cwd, "e");
  const { path } = await createExperiment(await loadConfig("eight-gaussians"), 2, out);
  await leaveClaim(path, { pid: 7, host: "elsewhere", age: 30 });
  const before = await contents(path);
  const refused = await command(cwd, "train", "--resume", "e");
  expectRefusal(refused);
  expect(refused.err).toMatch(
    /^error: e: process 7 on elsewhere is writing to this folder; its last heartbeat was/m,
  );
  expect(await contents(path)).toEqual(before);
});
