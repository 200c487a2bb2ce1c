/** What the benches print for people, at most 80 columns wide. */
import type { Machine } from "evenkeel/bench";
import { table } from "../tools/table.ts";
import type { FormsResult } from "./convs/forms.ts";
import type { ConvsResult } from "./convs/measure.ts";
import type { FeedResult } from "./feed/measure.ts";
import type { InceptionBench } from "./inception/measure.ts";
import type { StartupResult } from "./startup/measure.ts";
import { type SideBySideResult, shareText } from "./sweep/measure.ts";

export function convsLines({ machine, matmul, convs }: ConvsResult): string[] {
  const cell = (gflops: number) =>
    `${gflops.toFixed(0)} (${((100 * gflops) / matmul.gflops).toFixed(0)}%)`;
  const batches = [...new Set(convs.map(({ batch }) => batch))];
  const rows = convs.map(({ layer, shape, forward, inputGrad, weightGrad }) => [
    layer,
    shape,
    ...[forward, inputGrad, weightGrad].map(({ gflops }) => cell(gflops)),
  ]);
  return [
    ...machineLines(machine),
    "",
    ...table([["layer", "shape", "forward", "input grad", "weight grad"], ...rows]),
    "",
    `at batch ${batches.join(" and ")}; GFLOP/s, and its share of that of a matrix product`,
    `of ${matmul.size} x ${matmul.size}: ${matmul.gflops.toFixed(0)}`,
  ];
}

export function formsLines({ machine, blocks, speeds }: FormsResult): string[] {
  const lines = speeds.flatMap(({ layer, shape, batch, op, gflop, chosen, forms }) => {
    const rows = Object.entries(forms).map(([form, ms]) => [
      form === chosen ? `${form} (chosen)` : form,
      ms.toFixed(2),
      ((1000 * gflop) / ms).toFixed(0),
    ]);
    return ["", `${layer}, ${shape}, batch ${batch}`, ...table([[op, "ms", "GFLOP/s"], ...rows])];
  });
  return [
    ...machineLines(machine),
    ...(blocks === undefined ? ["", "no blocks on this processor"] : lines),
  ];
}

export function inceptionLines(result: InceptionBench): string[] {
  const { machine, device, batch, compileMs, speeds, peakMiB } = result;
  const rows = speeds.map(({ name, side, isResized, imagesPerSecond }) => [
    name,
    isResized ? `${side} px, resized` : `${side} px`,
    imagesPerSecond.toFixed(1),
    `${Math.round(10_000 / imagesPerSecond)} s`,
  ]);
  return [
    ...machineLines(machine),
    "",
    ...table([["network", "images", "images/s", "10 000 take"], ...rows]),
    "",
    `on ${device}, ${batch} at once, random weights; loading takes ${(compileMs / 1000).toFixed(1)} s;`,
    `at most ${peakMiB.toFixed(0)} MiB`,
  ];
}

export function startupLines({ machine, help, compilations, sampling }: StartupResult): string[] {
  const rows = compilations.map(({ recipe, note, compileMs = 0, peakMiB = 0 }) =>
    note === undefined
      ? [recipe, `${(compileMs / 1000).toFixed(2)} s`, peakMiB.toFixed(0)]
      : [recipe, note],
  );
  const { case: of, count, imagesPerSecond, peakMiB } = sampling;
  return [
    ...machineLines(machine),
    "",
    `evenkeel --help  ${help.medianMs.toFixed(0)} ms (${help.minMs.toFixed(0)}-${help.maxMs.toFixed(0)})`,
    "",
    ...table([["recipe", "compile", "MiB"], ...rows]),
    "",
    `sampling ${of}  ${imagesPerSecond.toFixed(0)} images/s, ${count} at once, ${peakMiB.toFixed(0)} MiB`,
  ];
}

export function feedLines({ machine, images, cases }: FeedResult): string[] {
  const rows = [["", "in memory", "streamed", "ratio", "MiB"]];
  for (const { name, held, streamed, ratio, ratioRange } of cases) {
    const [low, high] = ratioRange.map((each) => each.toFixed(2));
    rows.push([
      name,
      ...[held, streamed].map(({ imagesPerSecond }) => imagesPerSecond.toFixed(0)),
      `${ratio.toFixed(3)} (${low}-${high})`,
      [held, streamed].map(({ peakMiB }) => peakMiB.toFixed(0)).join(", "),
    ]);
  }
  return [
    ...machineLines(machine),
    "",
    ...table(rows),
    "",
    `images shown per second, of ${images.count} JPEG files; the ratio is streamed over in`,
    "memory (in one round: lowest-highest)",
  ];
}

export function sideBySideLines({ machine, cases }: SideBySideResult): string[] {
  const rows = cases.flatMap(({ name, shares }) => [
    [name],
    ...shares.map((share) => {
      const [low, high] = share.ratioRange.map((each) => each.toFixed(2));
      return [
        `  ${shareText(share)}`,
        share.imagesPerSecond.toFixed(0),
        share.jobs === 1 ? "1" : `${share.ratio.toFixed(3)} (${low}-${high})`,
        share.peakMiB.toFixed(0),
      ];
    }),
  ]);
  return [
    ...machineLines(machine),
    "",
    ...table([["", "images/s", "ratio", "MiB"], ...rows]),
    "",
    "images shown per second to all discriminators together; the ratio is over one",
    "run (in one round: lowest-highest); MiB of all processes together",
  ];
}

function machineLines(machine: Machine): string[] {
  return table(Object.entries(machine).map(([key, value]) => [key, String(value)]));
}
