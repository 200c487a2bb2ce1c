/** `evenkeel bench` on the built command line. What it measures is never judged here. */
import { describe, expect, test } from "vitest";
import { evenkeel, expectRefusal } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

async function bench(...args: string[]) {
  return evenkeel(await temporaryFolder(), "bench", ...args);
}

test("--list names the cases, for people and for programs", async () => {
  const names = [
    ...["cnn32-none-b64", "cnn32-sn-b64", "cnn32-bssn-b64", "cnn32-wgan-gp-b64"],
    "resnet32-sn-b64",
  ];
  const { code, out, err } = await bench("--list");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n").slice(0, 5)).toEqual(
    names.map((name) => expect.stringMatching(`^${name} +\\S`)),
  );
  const { cases } = JSON.parse((await bench("--list", "--json")).out);
  expect(cases.map(({ name }: { name: string }) => name)).toEqual(names);
});

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
  expect(samples).toBe(2);
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

describe("refusals", () => {
  test.each([
    [["cnn32-bssn"], /got cnn32-bssn\n {2}Did you mean cnn32-bssn-b64\?/],
    [["--rounds", "0"], /--rounds.*at least 1/],
    [["--against", "tensorflow"], /--against.*pytorch/],
    [["--profile", "--against", "pytorch"], /--profile.*--against/],
  ])("%j", async (args, message) => {
    const result = await bench(...args);
    expectRefusal(result);
    expect(result.err).toMatch(message);
  });

  test("a peer without an interpreter", { timeout: 120_000 }, async () => {
    const python = ["--python", "no-such-python"];
    const result = await bench("cnn32-none-b64", "--against", "pytorch", ...python);
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).toMatch(
      /error: bench: cannot start no-such-python: .*\n {2}Name the interpreter .* --python\.\n$/,
    );
  });
});
