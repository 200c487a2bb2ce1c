/** Where the points of a halved sweep stand. */

import { pointText } from "../../sweeps/plan/index.ts";
import { formatNumber } from "../../text.ts";
import type { Table } from "../page/index.ts";
import type { Standings } from "../subjects.ts";

/** A table for each rung, the best point first. */
export function rungTables({ halving, rungs }: Standings): readonly Table[] {
  const last = halving.rungs.at(-1);
  return rungs.map(({ step, contenders, isDecided }) => ({
    kind: "table",
    caption: `step ${step} of ${last}${isDecided ? "" : ", under way"}`,
    head: ["point", `${halving.metric} (${halving.mode === "min" ? "low" : "high"} is good)`, ""],
    rows: contenders.map(({ point, value, fate }) => [
      pointText(point),
      value === null ? "–" : Number(formatNumber(value)),
      step === last || fate === "open" ? "" : fate === "on" ? "continues" : "out",
    ]),
  }));
}
