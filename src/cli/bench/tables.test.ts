import { expect, test } from "vitest";
import { cases } from "../../bench/cases.ts";
import {
  convsLines,
  inceptionLines,
  listLines,
  profileLines,
  resultLines,
  sideBySideLines,
  startupLines,
} from "./tables.ts";

const machine = {
  processor: "AMD EPYC 9R14 96-Core Processor",
  cores: 2,
  threads: 2,
  evenkeel: "0.1.0",
};
const times = {
  medianMs: 12345.6,
  minMs: 9876.5,
  lowerMs: 11111.1,
  upperMs: 13333.3,
  maxMs: 15000.9,
  samples: 15,
  peakMiB: 3210.9,
};
const peer = { ...times, ratio: 12.344, ratioRange: [9.871, 15.06] as const };

/** Joined; no line may be longer than a terminal's 80 columns. */
function text(lines: readonly string[]): string {
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  return lines.join("\n");
}

test("cases beside peers, with five-digit times", () => {
  const result = {
    machine,
    cases: [
      { name: "cnn32-wgan-gp-b64", ours: times, peers: { pytorch: peer, "pytorch-best": peer } },
      { name: "resnet32-sn-b64", ours: { ...times, peakMiB: null }, peers: {} },
    ],
  };
  expect(text(resultLines(result))).toMatchInlineSnapshot(`
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
  expect(text(resultLines(result))).not.toMatch(/ratio:|faster/);
});

test("a machine that was not quiet is told of", () => {
  const lines = (upperMs: number) =>
    text(
      resultLines({
        machine,
        cases: [{ name: "cnn32-sn-b64", ours: { ...times, lowerMs: 100, upperMs }, peers: {} }],
      }),
    );
  expect(lines(119)).not.toMatch(/busy/);
  expect(lines(121)).toMatch(/busy with something else; measure again$/);
});

test("the list of cases", () => {
  const lines = text(listLines(cases)).split("\n");
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
    text(profileLines({ ...profile, kinds: costs, layers: costs, top: costs })),
  ).toMatchInlineSnapshot(`
    "cnn32-sn-b64: 1646 ms in the engine's operators, an iteration

    kind                                                        ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %

    layer (2 dearest)                                           ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %

    layer and kind (2 dearest)                                  ms      share
    convolution, forward                                        1234.6  75.0 %
    discriminator/block4/shortcu…onvolution, second derivative  0.0     0.0 %
    "
  `);
});

test("convolutions beside the matrix product", () => {
  const speed = (gflops: number) => ({ ms: 1.5, gflops });
  const result = {
    machine,
    matmul: { ...speed(4000), size: 2048 },
    convs: [
      {
        layer: "discriminator/conv4",
        shape: "128-128 4x4/2 16px",
        batch: 128,
        forward: speed(5234.5),
        inputGrad: speed(3000),
        weightGrad: speed(1),
      },
    ],
  };
  expect(text(convsLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

    layer                shape               forward      input grad  weight grad
    discriminator/conv4  128-128 4x4/2 16px  5235 (131%)  3000 (75%)  1 (0%)

    at batch 128; GFLOP/s, and its share of that of a matrix product
    of 2048 x 2048: 4000"
  `);
});

test("start-up, with a recipe that did not compile", () => {
  const { peakMiB: _, ...help } = times;
  const result = {
    machine,
    help,
    compilations: [
      { recipe: "quickstart", compileMs: 712.3, peakMiB: 171.4 },
      {
        recipe: "bssn-imagenet-scale-1.2",
        note: "bench: the measuring process ended with SIGKILL",
      },
    ],
    sampling: { case: "cnn32-sn-b64", count: 64, imagesPerSecond: 722.4, peakMiB: 319.2 },
  };
  expect(text(startupLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

    evenkeel --help  12346 ms (9877-15001)

    recipe                   compile                                          MiB
    quickstart               0.71 s                                           171
    bssn-imagenet-scale-1.2  bench: the measuring process ended with SIGKILL

    sampling cnn32-sn-b64  722 images/s, 64 at once, 319 MiB"
  `);
});

test("Inception's images a second", () => {
  const speed = { name: "inception-2015", imagesPerSecond: 1234.56 } as const;
  const result = {
    machine,
    device: "cpu",
    batch: 1024,
    compileMs: 98_765,
    peakMiB: 123_456,
    speeds: [
      { ...speed, side: 299, isResized: false },
      { ...speed, side: 32, isResized: true, imagesPerSecond: 0.25 },
    ],
  };
  expect(text(inceptionLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

    network         images          images/s  10 000 take
    inception-2015  299 px          1234.6    8s
    inception-2015  32 px, resized  0.3       11h 06m

    on cpu, 1024 at once, random weights; loading takes 98.8 s;
    at most 123456 MiB"
  `);
});

test("runs side by side", () => {
  const alone = { jobs: 1, threads: 64, imagesPerSecond: 123.4, ratio: 1, peakMiB: 1234.5 };
  const many = { jobs: 64, threads: 1, imagesPerSecond: 23_456, ratio: 1.2345, peakMiB: 98_765 };
  const shares = [
    { ...alone, ratioRange: [1, 1] as const },
    { ...many, ratioRange: [1.1, 12.345] as const },
  ];
  const result = { machine, cases: [{ name: "eight-gaussians-bssn", shares }] };
  expect(text(sideBySideLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

                              images/s  ratio               MiB
    eight-gaussians-bssn
      1 run, 64 threads       123    1                   1235
      64 runs, 1 thread each  23456  1.234 (1.10-12.35)  98765

    images shown to all discriminators together in a second; the ratio is over one
    run (in one round: lowest-highest); MiB of all processes together"
  `);
});
