/** The metrics as a table for people. */
import { metricNames, metrics } from "./registry.ts";

/** The Markdown of a table of all results: what is asked for, what is measured, which way is better, the meaning. */
export function resultsTable(): string {
  const rows = metricNames.flatMap((metric) =>
    Object.values(metrics[metric].results).map(({ name, elsewhere, better, meaning }) => [
      `\`${metric}\``,
      elsewhere === undefined ? name : `${name}; ${elsewhere.name}`,
      better,
      meaning,
    ]),
  );
  const head = ["asked for", "result", "better", "meaning"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
