/** Shows where a searched sweep stands. */
import { bestOf, drawnText, type SearchGroup, type Sweep } from "../../sweeps/folder/index.ts";
import { pointText } from "../../sweeps/plan/index.ts";
import { WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatNumber, wrapLine } from "../../text.ts";

/** A heading, and of each combination of the other axes the best point so far; nothing where none are compared. */
export function searchLines(
  sweep: Pick<Sweep, "search">,
  groups: readonly SearchGroup[],
): readonly string[] {
  const { search } = sweep;
  if (search === null || search.metric === null) return [];
  const round = Math.max(...groups.flatMap(({ points }) => points.map((one) => one.round)));
  const of = search.rounds > 1 ? `, round ${round} of ${search.rounds}` : "";
  const goal = `${search.metric}, ${search.mode === "min" ? "low" : "high"} is good`;
  const lines = groups.flatMap((group) => {
    const best = bestOf(group, search.mode);
    const ended = group.points.filter(({ isOpen }) => !isOpen).length;
    const found =
      best === undefined
        ? []
        : [
            `    best ${formatNumber(best.value)} at p${best.number}: ${drawnText(sweep, best.point)}`,
          ];
    return [`  ${pointText(group.group)}: ${countOf(ended, "point")}`, ...found];
  });
  const isKnown = groups.some((group) => bestOf(group, search.mode) !== undefined);
  const hasEnded = groups.some(({ points }) => points.some(({ isOpen }) => !isOpen));
  return [
    `search, ${search.method}${of} (${goal})`,
    ...lines.flatMap((line) => wrapLine(line, WIDTH)),
    ...(hasEnded && !isKnown ? [`no run has recorded ${search.metric}`] : []),
  ];
}
