/** Whole benchmarks of the built command line. What they measure is never judged here. */
import { expect, test } from "vitest";
import { evenkeel } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

async function bench(...args: string[]) {
  return evenkeel(await temporaryFolder(), "bench", ...args);
}

test("one case, as JSON: the machine, our times and no peer", { timeout: 120_000 }, async () => {
  const { code, out, err } = await bench(
    ...["cnn32-none-b64", "--rounds", "2", "--iterations", "1", "--json"],
  );
  expect(code, err).toBe(0);
  expect(err).toBe(
    [
      "cnn32-none-b64: compiling and warming up",
      ...["cnn32-none-b64: round 1 of 2", "cnn32-none-b64: round 2 of 2", ""],
    ].join("\n"),
  );
  const result = JSON.parse(out);
  expect(result).toEqual({
    machine: expect.objectContaining({ threads: expect.any(Number), onnxruntime: "1.30.0" }),
    cases: [{ name: "cnn32-none-b64", ours: expect.any(Object), peers: {} }],
  });
  const { medianMs, minMs, lowerMs, upperMs, maxMs, samples, peakMiB } = result.cases[0].ours;
  expect(samples).toBeGreaterThanOrEqual(2);
  expect(peakMiB).toBeGreaterThan(50);
  const order = [0, minMs, lowerMs, medianMs, upperMs, maxMs];
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test("a profile speaks of the network's layers", { timeout: 120_000 }, async () => {
  const args = ["--profile", "--iterations", "1", "--json"];
  const { code, out, err } = await bench(...args);
  expect(code, err).toBe(0);
  const [profile] = JSON.parse(out).profiles;
  expect(profile).toMatchObject({ name: "cnn32-sn-b64", iterations: 1 });
  const named = (costs: { name: string }[]) => costs.map(({ name }) => name);
  expect(named(profile.layers)).toEqual(
    expect.arrayContaining(["discriminator/conv7", "generator/deconv1", "generator/norm1"]),
  );
  expect(named(profile.kinds)).toEqual(
    expect.arrayContaining([
      ...["convolution, forward", "convolution, input gradient", "convolution, weight gradient"],
      ...["batch normalization", "optimizer", "power iteration, weights"],
    ]),
  );
  const shares = profile.kinds.map(({ share }: { share: number }) => share);
  expect(shares.reduce((a: number, b: number) => a + b)).toBeCloseTo(1);
});
