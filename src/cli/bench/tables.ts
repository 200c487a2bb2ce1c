/** What `evenkeel bench` prints for people, at most 80 columns wide. */

import type { ConvsResult } from "../../bench/convs.ts";
import type { FeedResult } from "../../bench/feed.ts";
import type { InceptionBench } from "../../bench/inception.ts";
import type { Machine } from "../../bench/machine.ts";
import type { BenchResult } from "../../bench/measure.ts";
import type { Cost, Profile } from "../../bench/profile.ts";
import { type SideBySideResult, shareText } from "../../bench/side-by-side.ts";
import type { StartupResult } from "../../bench/startup.ts";
import type { Times } from "../../bench/statistics.ts";
import { formatCount, formatSeconds, formatShare } from "../../text.ts";
import { table } from "../shared/table.ts";

const WIDTH = 80;
/** Quartiles further apart than this factor are another program's doing. */
const UNQUIET = 1.2;

/** The cases, a line each. */
export function listLines(cases: readonly { readonly name: string; readonly title: string }[]) {
  return [
    ...table(cases.map(({ name, title }) => [name, title])),
    "",
    "one iteration each: a D step and a G step at 32 pixels, batch 64, Adam",
  ];
}

export function resultLines({ machine, cases }: BenchResult): string[] {
  const rows = [["", "median", "quartiles", "min", "max", "MiB", "ratio"]];
  for (const { name, ours, peers } of cases) {
    rows.push([name, ...timesCells(ours)]);
    for (const [peer, times] of Object.entries(peers)) {
      const [low, high] = times.ratioRange;
      const ratio = `${times.ratio.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
      rows.push([`  ${peer}`, ...timesCells(times), ratio]);
    }
  }
  const sides = cases.flatMap(({ ours, peers }) => [ours, ...Object.values(peers)]);
  const busy = sides.some(({ lowerMs, upperMs }) => upperMs > UNQUIET * lowerMs);
  const compared = cases.some(({ peers }) => Object.keys(peers).length > 0);
  return [
    ...machineLines(machine),
    "",
    ...table(rows),
    "",
    "milliseconds of an iteration; MiB: the process's highest resident memory",
    ...(compared
      ? [
          "ratio: the peer's median over ours (in one round: lowest-highest); above 1",
          "we are faster",
        ]
      : []),
    ...(busy
      ? ["quartiles are far apart: the machine was busy with something else; measure again"]
      : []),
  ];
}

function timesCells({ medianMs, lowerMs, upperMs, minMs, maxMs, peakMiB }: Times): string[] {
  const quartiles = `${lowerMs.toFixed(0)}-${upperMs.toFixed(0)}`;
  const memory = peakMiB === null ? "?" : peakMiB.toFixed(0);
  return [medianMs.toFixed(0), quartiles, minMs.toFixed(0), maxMs.toFixed(0), memory];
}

export function profileLines({ name, msPerIteration, kinds, layers, top }: Profile): string[] {
  const cells = ({ name: what, ms, share }: Cost) => [
    shorten(what, 58),
    ms.toFixed(1),
    formatShare(share, 1),
  ];
  const part = (title: string, costs: readonly Cost[]) => [
    "",
    ...table([[title, "ms", "share"], ...costs.map(cells)]),
  ];
  return [
    `${name}: ${msPerIteration.toFixed(0)} ms in the engine's operators, an iteration`,
    ...part("kind", kinds),
    ...part(`layer (${layers.length} dearest)`, layers),
    ...part(`layer and kind (${top.length} dearest)`, top),
    "",
  ];
}

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

export function inceptionLines(result: InceptionBench): string[] {
  const { machine, device, batch, compileMs, speeds, peakMiB } = result;
  const rows = speeds.map(({ name, side, isResized, imagesPerSecond }) => [
    name,
    isResized ? `${side} px, resized` : `${side} px`,
    imagesPerSecond.toFixed(1),
    formatSeconds(10_000 / imagesPerSecond),
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
    ...table([["recipe", "compile", "MiB"], ...rows], WIDTH),
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
    `images shown a second, of ${formatCount(images.count)} JPEG files; the ratio is streamed over in`,
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
    "images shown to all discriminators together in a second; the ratio is over one",
    "run (in one round: lowest-highest); MiB of all processes together",
  ];
}

function machineLines(machine: Machine): string[] {
  return table(
    Object.entries(machine).map(([key, value]) => [key, String(value)]),
    WIDTH,
  );
}

/** The text with its middle left out where it is longer than `width`. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.ceil((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(-end)}`;
}
