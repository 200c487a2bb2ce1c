/** Measures of classifiers as lines. */
import type { ClassifierMeasures } from "../../classify/index.ts";
import { columns } from "../../terminal/table.ts";
import { countOf, formatCount, formatNumber, formatShare } from "../../text.ts";

/** Most classes that are told one by one; the worst ones. */
const MOST_CLASSES = 20;
/** Most mistakes that are told, the most frequent ones. */
const MOST_MISTAKES = 5;

/**
 * Accuracy and loss, how well each class is told, and what is taken for what.
 *
 * @param what was measured, in the singular.
 */
export function measureRows(measures: ClassifierMeasures, what: string): string[] {
  const { count, accuracy, loss, classes } = measures;
  const known = classes.filter((one) => one.count > 0);
  const told = [...known]
    .sort((a, b) => (a.recall as number) - (b.recall as number))
    .slice(0, MOST_CLASSES);
  const share = (value: number | null) => (value === null ? "–" : formatShare(value, 1));
  const rows = known
    .filter((one) => told.includes(one))
    .map((one) => [one.name, String(one.count), share(one.recall), share(one.precision)]);
  const left = known.length - rows.length;
  return [
    `accuracy ${formatShare(accuracy, 1)}, loss ${formatNumber(loss, 3)} on ${countOf(count, what)}`,
    "",
    ...columns(["class", "images", "told", "right when told"], rows, 1),
    ...(left > 0 ? [`and ${formatCount(left)} more, which are told better`] : []),
    ...mistakeLines(measures),
  ];
}

function mistakeLines({ classes, confusion }: ClassifierMeasures): string[] {
  const mistakes = confusion
    .flatMap((row, of) => row.map((count, as) => ({ of, as, count })))
    .filter(({ of, as, count }) => of !== as && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_MISTAKES);
  const name = (place: number) => classes[place]?.name;
  return mistakes.length === 0
    ? []
    : ["", ...mistakes.map(({ of, as, count }) => `${count} x ${name(of)} taken for ${name(as)}`)];
}
