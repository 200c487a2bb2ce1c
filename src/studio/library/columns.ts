/** The records of a run by measures: as many values of each as there are records. */
import type { JsonLine } from "../../files/index.ts";
import type { CurveAxis } from "../api.ts";

/** What is counted, and no measure. */
const COUNTERS = ["gStep", "dStep", "images", "time"];
const AXES: readonly CurveAxis[] = ["gStep", "images", "time"];

/** The values of a run's records. */
export interface Columns {
  /** Records; those of one generator step are one. */
  readonly length: number;
  /** By axes: ascending. */
  readonly axes: Readonly<Record<CurveAxis, readonly number[]>>;
  /** By names of measures: `NaN` where a record does not have it, or has what is not finite. */
  readonly measures: ReadonlyMap<string, readonly number[]>;
  /** Adds records in their order. */
  add(records: readonly JsonLine[]): void;
  /** Forgets all records. */
  clear(): void;
}

/** Columns without records. */
export function createColumns(): Columns {
  const axes: Record<CurveAxis, number[]> = { gStep: [], images: [], time: [] };
  const measures = new Map<string, number[]>();
  let length = 0;
  return {
    axes,
    measures,
    get length() {
      return length;
    },
    add(records) {
      for (const record of records) {
        if (typeof record.gStep !== "number") continue;
        if (length === 0 || axes.gStep[length - 1] !== record.gStep) {
          for (const axis of AXES) {
            const value = record[axis];
            // a record without a time has that of the one before
            axes[axis].push(typeof value === "number" ? value : (axes[axis].at(-1) ?? 0));
          }
          for (const values of measures.values()) values.push(Number.NaN);
          length++;
        }
        for (const [name, value] of Object.entries(record)) {
          if (typeof value !== "number" || COUNTERS.includes(name)) continue;
          let values = measures.get(name);
          if (values === undefined) {
            values = new Array<number>(length).fill(Number.NaN);
            measures.set(name, values);
          }
          values[length - 1] = value;
        }
      }
    },
    clear() {
      for (const axis of AXES) axes[axis].length = 0;
      measures.clear();
      length = 0;
    },
  };
}
