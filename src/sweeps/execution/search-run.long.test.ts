/** Searched sweeps trained in this process: one that was stopped ends with the weights of one that was not. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { executorHere } from "../../../test/support/runs/executor-here.ts";
import { driveSearch, makeSearch } from "../../../test/support/runs/searches.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openSweep, type Sweep } from "../folder/folder.ts";
import { roundOf } from "./rounds.ts";

const drive = (sweep: Sweep, act?: Parameters<typeof driveSearch>[2]) =>
  driveSearch(sweep, executorHere(), act);

/** The configs and weights of all runs, and what the rounds were chosen by. */
async function leftBy(path: string): Promise<Record<string, string>> {
  const { runs } = await openSweep(path);
  const files = [
    ...(await readdir(join(path, "rounds"))).map((name) => join("rounds", name)),
    ...runs.flatMap(({ name }) => [
      join("configs", `${name}.yaml`),
      join("runs", name, "checkpoints/000040/weights.safetensors"),
    ]),
  ];
  const read = async (file: string) => [file, (await readFile(join(path, file))).toString("hex")];
  return Object.fromEntries(await Promise.all(files.map(read)));
}

test("a search that was stopped ends with the weights of one that was not", async () => {
  const cwd = await temporaryFolder();
  const whole = await makeSearch(join(cwd, "whole"));
  const events = await drive(whole);
  expect(events.filter(({ type }) => type === "round")).toEqual([
    { type: "round", round: 2, rounds: 3, added: 4 },
    { type: "round", round: 3, rounds: 3, added: 4 },
  ]);
  const after = await openSweep(whole.path);
  expect(after.runs).toHaveLength(12);
  expect(after.runs.map(({ name }) => name)).toContain("non-saturating-p006-seed0");

  const out = join(cwd, "stopped");
  await makeSearch(out);
  for (const stopAt of ["ended", "round", "begun"] as const) {
    await drive(await openSweep(out), (event, stop) => {
      if (event.type === stopAt) stop();
    });
  }
  expect(roundOf(await openSweep(out))).toBeLessThan(3);
  await drive(await openSweep(out));
  expect(await leftBy(out)).toEqual(await leftBy(whole.path));
});
