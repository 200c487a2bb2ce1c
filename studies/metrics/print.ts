/** Curves as tables, and whether they went where they should. */
import { table } from "../../tools/table.ts";
import { type Curve, type MetricKey, metricNames, wrongSteps } from "./measure.ts";

/** Where metrics have to go along a curve: 1 up, −1 down. */
export type Directions = Readonly<Partial<Record<MetricKey, 1 | -1>>>;

/** Prints a curve, and for each metric how many steps went the wrong way. */
export function printCurve(title: string, curve: Curve, directions: Directions): void {
  const names = (Object.keys(metricNames) as MetricKey[]).filter((name) => curve[name]);
  const rows = curve.x.map((x, i) => [
    String(x),
    ...names.map((name) => format(curve[name]!.mean[i]!)),
  ]);
  console.log(`\n${title}\n${table([["", ...names], ...rows]).join("\n")}`);
  for (const [name, direction] of Object.entries(directions) as [MetricKey, 1 | -1][]) {
    const wrong = wrongSteps(curve[name]!, direction);
    if (wrong === 0) continue;
    console.log(`  ${metricNames[name]}: ${wrong} of ${curve.x.length - 1} steps the wrong way`);
  }
}

function format(value: number): string {
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toPrecision(3);
}
