/** A large archive takes no more memory the longer it is streamed; on the built package. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../build/studies/streaming-memory.js", import.meta.url));

test("the resident set stays flat while a tar is streamed", { timeout: 120_000 }, async () => {
  const args = [script, "--images", "20000", "--size", "64", "--memory", "16", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { points, decodedMiB }: Result = JSON.parse(stdout);
  expect(points.length).toBeGreaterThanOrEqual(20);
  const half = points.slice(points.length / 2).map(({ residentMiB }) => residentMiB);
  // what is held would grow by half of the decoded images from here on; the garbage that waits to be
  // collected comes and goes by some tens of MiB
  expect(decodedMiB).toBeGreaterThan(230);
  expect(Math.max(...half) - Math.min(...half)).toBeLessThan(decodedMiB / 4);
});

interface Result {
  readonly points: readonly { readonly images: number; readonly residentMiB: number }[];
  readonly decodedMiB: number;
}
