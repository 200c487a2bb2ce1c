/** A search for a scale by halving, whose seven trainings are processes. */
import { expect, test } from "vitest";
import { command, expectRefusal, set } from "./support/runs/command-line.ts";
import { linesTooLong, recordsOf, scaleOf } from "./support/runs/scale-searches.ts";
import { points } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ssn = [...points, ...set("discriminator.reparametrization.name=ssn")];
const MEASURE = "evaluate/frechet-distance";

test("by halving: the better half by the runs' own records goes on; the same again trains nothing", async () => {
  const cwd = await temporaryFolder();
  const search = [...ssn, "--steps", "16", "--scales", "2,0.7,1,4"];
  const run = () => command(cwd, "tune-scale", ...search, "--out", "h");
  const first = await run();
  expect(first.code, first.err).toBe(0);
  expect(linesTooLong(first.out)).toEqual([]);

  let left = [0.7, 1, 2, 4];
  for (const step of [4, 8]) {
    const values = await Promise.all(
      left.map(async (scale) => {
        const records = await recordsOf(cwd, "h", `scale${scale}-seed0`);
        const known = records.filter((one) => one.gStep === step && MEASURE in one);
        expect(known).toHaveLength(1);
        return { scale, value: known[0]![MEASURE] as number };
      }),
    );
    values.sort((a, b) => a.value - b.value);
    left = values.slice(0, left.length / 2).map(({ scale }) => scale);
  }
  const answer = await scaleOf(cwd, "h");
  // 4 scales to step 4, 2 to step 8, 1 to step 16
  const steps = 4 * 4 + 2 * 4 + 8;
  expect(answer).toMatchObject({ by: "halving", method: "ssn", scale: left[0], steps });
  expect(answer.gridSteps).toBe(4 * 16);
  expect(answer.options).toEqual([`discriminator.reparametrization.scale=${left[0]}`]);
  expect(first.out).toContain(`eight-gaussians: ssn with scale ${left[0]}\n`);

  const again = await run();
  expect(again.code).toBe(0);
  expect(again.err).not.toContain("begun");
  expect(await scaleOf(cwd, "h")).toEqual({ ...answer, at: expect.any(String) });
  const other = await command(cwd, "tune-scale", ...ssn, "--steps", "32", "--out", "h");
  expectRefusal(other);
  expect(other.err).toContain('got one of {"start":"eight-gaussians"');
});
