import { expect, test } from "vitest";
import { machine, narrowText, times } from "../../../test/support/bench-result.ts";
import { cases } from "../../bench/index.ts";
import { listLines, profileLines, resultLines } from "./tables.ts";

const peer = { ...times, ratio: 12.344, ratioRange: [9.871, 15.06] as const };

test("cases beside peers, with five-digit times", () => {
  const result = {
    machine,
    cases: [
      { name: "cnn32-wgan-gp-b64", ours: times, peers: { pytorch: peer, "pytorch-best": peer } },
      { name: "resnet32-sn-b64", ours: { ...times, peakMiB: null }, peers: {} },
    ],
  };
  expect(narrowText(resultLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

                       median  quartiles    min   max    MiB   ratio
    cnn32-wgan-gp-b64  12346   11111-13333  9877  15001  3211
      pytorch          12346   11111-13333  9877  15001  3211  12.34 (9.87-15.06)
      pytorch-best     12346   11111-13333  9877  15001  3211  12.34 (9.87-15.06)
    resnet32-sn-b64    12346   11111-13333  9877  15001  ?

    milliseconds of an iteration; MiB: the process's highest resident memory
    ratio: the peer's median over ours (in one round: lowest-highest); above 1
    we are faster"
  `);
});

test("cases alone say nothing of ratios", () => {
  const result = { machine, cases: [{ name: "cnn32-sn-b64", ours: times, peers: {} }] };
  expect(narrowText(resultLines(result))).not.toMatch(/ratio:|faster/);
});

test("a machine that was not quiet is told of", () => {
  const lines = (upperMs: number) =>
    narrowText(
      resultLines({
        machine,
        cases: [{ name: "cnn32-sn-b64", ours: { ...times, lowerMs: 100, upperMs }, peers: {} }],
      }),
    );
  expect(lines(119)).not.toMatch(/busy/);
  expect(lines(121)).toMatch(/busy with something else; measure again$/);
});

test("the list of cases", () => {
  const lines = narrowText(listLines(cases)).split("\n");
  for (const { name, title } of cases) {
    expect(lines).toContainEqual(
      expect.stringMatching(`^${name} +${title.replace(/[()]/g, "\\$&")}$`),
    );
  }
});

test("a profile, its longest names shortened in the middle", () => {
  const long = "discriminator/block4/shortcut/and/more: convolution, second derivative";
  const costs = [
    { name: "convolution, forward", ms: 1234.56, share: 0.75 },
    { name: long, ms: 0.04, share: 0.00002 },
  ];
  const profile = { name: "cnn32-sn-b64", iterations: 3, msPerIteration: 1646.1 };
  expect(
    narrowText(profileLines({ ...profile, kinds: costs, layers: costs, top: costs })),
  ).toMatchInlineSnapshot(`
    "cnn32-sn-b64: 1646 ms in the engine's operators, an iteration

    kind                                                        ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %

    layer (2 slowest)                                           ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %

    layer and kind (2 slowest)                                  ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %
    "
  `);
});
