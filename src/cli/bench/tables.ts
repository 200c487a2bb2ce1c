/** What `evenkeel bench` prints for people, at most 80 columns wide. */
import type { BenchResult, Cost, Machine, Profile, Times } from "../../bench/index.ts";
import { table } from "../../terminal/table.ts";
import { WIDTH } from "../../terminal/terminal.ts";
import { formatShare } from "../../text.ts";

/** Quartiles further apart than this factor are another program's doing. */
const UNQUIET = 1.2;

/** The cases, a line each. */
export function listLines(cases: readonly { readonly name: string; readonly title: string }[]) {
  return [
    ...table(cases.map(({ name, title }) => [name, title])),
    "",
    "one iteration each: a D step and a G step at 32 pixels, Adam; else batch 64",
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
  const text = (ms: number) => ms.toFixed(medianMs < 100 ? 1 : 0);
  const memory = peakMiB === null ? "?" : peakMiB.toFixed(0);
  return [text(medianMs), `${text(lowerMs)}-${text(upperMs)}`, text(minMs), text(maxMs), memory];
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
    ...part(`layer (${layers.length} slowest)`, layers),
    ...part(`layer and kind (${top.length} slowest)`, top),
    "",
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
