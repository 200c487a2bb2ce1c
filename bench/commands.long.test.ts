/** The benches as `npm run bench:NAME` runs them, compiled. The figures themselves are not judged. */
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { bench } from "../test/support/runs/bench.ts";

function result(name: string, ...args: string[]) {
  const { code, out, err } = bench(name, ...args, "--json");
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

test("images in memory and streamed", () => {
  const { images, cases } = result(
    "feed",
    "--cases",
    "quickstart-unconditional",
    "--rounds",
    "1",
    "--iterations",
    "1",
  );
  expect(images.count).toBe(2000);
  expect(cases.map(({ name }: { name: string }) => name)).toEqual(["quickstart-unconditional"]);
  for (const { held, streamed, ratio } of cases) {
    expect(ratio).toBeCloseTo(streamed.imagesPerSecond / held.imagesPerSecond, 10);
    expect(held.peakMiB).toBeGreaterThan(50);
  }
});

test("one run, and as many as there are cores", () => {
  const { cases } = result(
    "sweep",
    "--cases",
    "eight-gaussians",
    "--rounds",
    "1",
    "--seconds",
    "1",
  );
  const [{ name, shares }] = cases;
  expect(name).toBe("eight-gaussians");
  const cores = availableParallelism();
  expect(shares[0]).toMatchObject({ jobs: 1, threads: cores, ratio: 1, ratioRange: [1, 1] });
  expect(shares.at(-1)).toMatchObject({ jobs: cores, threads: 1 });
  const [first, last] = [shares[0], shares.at(-1)];
  expect(last.ratio).toBeCloseTo(last.imagesPerSecond / first.imagesPerSecond, 10);
  expect(first.peakMiB).toBeGreaterThan(50);
});
