/** What is stated before the first run of a test, in words. */
import { formatShare } from "../text.ts";
import type { Design } from "./claim.ts";

/** A design as rows of a name and a text. */
export function designRows(design: Design): readonly (readonly [string, string])[] {
  const { hypotheses, statistic, pairing, seeds, decision, chance } = design;
  const several = hypotheses.length > 1;
  return [
    ...hypotheses.map(
      ({ part, text }) => [several ? `hypothesis ${part}` : "hypothesis", text] as const,
    ),
    ["statistic", statistic],
    ["pairs", pairing],
    ["seeds", seeds],
    ["decision", decision],
    [
      "by chance",
      `Sides that win equally often pass ${several ? "a part" : "it"} in ${formatShare(chance, 1)} of all tests${several ? ", all parts at most as often" : ""}.`,
    ],
  ];
}
