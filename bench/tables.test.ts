import { expect, test } from "vitest";
import { machine, narrowText, times } from "../test/support/bench-result.ts";
import { convsLines, formsLines, inceptionLines, sideBySideLines, startupLines } from "./tables.ts";

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
  expect(narrowText(convsLines(result))).toMatchInlineSnapshot(`
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

test("forms of convolutions", () => {
  const speed = {
    ...{ layer: "discriminator/conv4", shape: "128-128 4x4/2 16px", batch: 128 },
    ...{ op: "conv" as const, gflop: 4.295, chosen: "direct" },
    forms: { winograd: 20.126, direct: 19 },
  };
  expect(narrowText(formsLines({ machine, blocks: 16, speeds: [speed] }))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

    discriminator/conv4, 128-128 4x4/2 16px, batch 128
    conv             ms     GFLOP/s
    winograd         20.13  213
    direct (chosen)  19.00  226"
  `);
  expect(formsLines({ machine, blocks: undefined, speeds: [] })).toContain(
    "no blocks on this processor",
  );
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
  expect(narrowText(startupLines(result))).toMatchInlineSnapshot(`
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
  expect(narrowText(inceptionLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

    network         images          images/s  10 000 take
    inception-2015  299 px          1234.6    8 s
    inception-2015  32 px, resized  0.3       40000 s

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
  expect(narrowText(sideBySideLines(result))).toMatchInlineSnapshot(`
    "processor  AMD EPYC 9R14 96-Core Processor
    cores      2
    threads    2
    evenkeel   0.1.0

                              images/s  ratio               MiB
    eight-gaussians-bssn
      1 run, 64 threads       123       1                   1235
      64 runs, 1 thread each  23456     1.234 (1.10-12.35)  98765

    images shown per second to all discriminators together; the ratio is over one
    run (in one round: lowest-highest); MiB of all processes together"
  `);
});
