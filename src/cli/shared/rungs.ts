/** Shows where the points of a halved sweep stand. */
import type { Rung, Sweep } from "../../sweeps/folder/index.ts";
import { pointText } from "../../sweeps/plan/index.ts";
import { table } from "../../terminal/table.ts";
import { countOf, formatNumber } from "../../text.ts";

/** For each rung a heading and one line per point, the best first. */
export function rungLines(
  { halving }: Pick<Sweep, "halving">,
  rungs: readonly Rung[],
): readonly string[] {
  if (halving === null) return [];
  const goal = `${halving.metric}, ${halving.mode === "min" ? "low" : "high"} is good`;
  return rungs.flatMap(({ step, contenders, isDecided }) => {
    const isLast = step === halving.rungs.at(-1);
    const on = contenders.filter(({ fate }) => fate === "on").length;
    const end = isLast ? "the end" : `${on} ${on === 1 ? "continues" : "continue"}`;
    const count = countOf(contenders.length, "point");
    const heading = `step ${step} of ${halving.rungs.at(-1)}: ${count}, ${isDecided ? end : "under way"} (${goal})`;
    const rows = contenders.map(({ point, value, fate }) => [
      `  ${pointText(point)}`,
      value === null ? "–" : formatNumber(value),
      isLast || fate === "open" ? "" : fate === "on" ? "continues" : "out",
    ]);
    return [heading, ...table(rows)];
  });
}
