/** What runs were told to do, and in what that differs. */
import { readYaml } from "../../config/index.ts";
import type { Details, Table } from "../page/index.ts";
import type { Subject } from "../subjects.ts";
import { comparisonTable } from "./comparison.ts";

/** Whole configs. */
const CONFIGS = 24;

/** The options that not all subjects share, the seed and the name left out. */
export function differencesTable(subjects: readonly Subject[]): Table | undefined {
  const configs = subjects.map(({ runs }) => flattened(readYaml(runs[0]?.config ?? "").value));
  const keys = [...new Set(configs.flatMap((config) => [...config.keys()]))];
  const rows = keys
    .filter((key) => key !== "seed" && key !== "name")
    .map((key): [string, ...string[]] => [key, ...configs.map((config) => config.get(key) ?? "–")])
    .filter(([, ...values]) => new Set(values).size > 1);
  if (rows.length === 0) return undefined;
  const labels = subjects.map(({ label }) => label);
  return comparisonTable({ measures: "option", things: "" }, labels, rows);
}

/** The whole config of each subject, of very many that of the first ones. */
export function configDetails(subjects: readonly Subject[]): readonly Details[] {
  return subjects.slice(0, CONFIGS).map(({ label, runs }) => ({
    kind: "details",
    summary: `config.yaml of ${label}${runs.length > 1 ? `, seed ${runs[0]?.info.seed}` : ""}`,
    text: runs[0]?.config ?? "",
  }));
}

/** Values by their dotted keys. */
function flattened(value: unknown, prefix = ""): Map<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map([[prefix, JSON.stringify(value) ?? ""]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...flattened(inner, prefix === "" ? key : `${prefix}.${key}`),
    ]),
  );
}
