/** An experiment of several seeds, stopped in each and gone on with: real processes. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, set, start, until } from "./support/runs/command-line.ts";
import { expectSameRun, summary } from "./support/runs/experiments.ts";
import { tiny } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

test("an experiment is made longer, stopped in either seed, and ends as if it had been so from the start", async () => {
  const cwd = await temporaryFolder();
  const whole = ["train", ...tiny, ...set("steps=40"), "--seeds", "2", "--out", "whole"];
  expect((await command(cwd, ...whole)).code).toBe(0);
  await command(cwd, "train", ...tiny, ...set("steps=1"), "--seeds", "2", "--out", "torn");

  const resume = ["train", "--resume", "torn"];
  const stopIn = async (heading: string, ...args: string[]) => {
    const { child, result, seen } = start(cwd, ...resume, ...args);
    await until(() => /step \d+\/40/.test(seen().split(heading)[1] ?? ""));
    child.kill("SIGINT");
    const { code, out } = await result;
    expect(code).toBe(130);
    expect(out.slice(out.indexOf("next"))).toBe("next\n  npx evenkeel train --resume torn\n");
  };
  await stopIn("seed 0, 1 of 2", ...set("steps=40"));
  await stopIn("seed 1, 2 of 2");
  const { code, err } = await command(cwd, ...resume);
  expect(code).toBe(0);
  expect(err).toContain("seed 0, 1 of 2: done before");
  for (const seed of [0, 1])
    await expectSameRun(cwd, `torn/seed-${seed}`, `whole/seed-${seed}`, 40);
  expect(await summary(join(cwd, "torn"))).toEqual(await summary(join(cwd, "whole")));
  const again = await command(cwd, ...resume);
  expect(again.err).toContain("seed 1, 2 of 2: done before");
  expect(again.out).toContain("npx evenkeel train --resume torn --set steps=80");
});
