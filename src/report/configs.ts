/** What runs were told to do, and in what that differs. */
import { parse } from "yaml";
import type { Details, Table } from "./page.ts";
import type { Subject } from "./subjects.ts";

/** The options that not all subjects share, the seed and the name left out. */
export function differencesTable(subjects: readonly Subject[]): Table | undefined {
  const configs = subjects.map(({ runs }) => flattened(parse(runs[0]?.config ?? "")));
  const keys = [...new Set(configs.flatMap((config) => [...config.keys()]))];
  const rows = keys
    .filter((key) => key !== "seed" && key !== "name")
    .map((key) => [key, ...configs.map((config) => config.get(key) ?? "–")])
    .filter(([, ...values]) => new Set(values).size > 1);
  if (rows.length === 0) return undefined;
  return { kind: "table", head: ["option", ...subjects.map(({ label }) => label)], rows };
}

/** The whole config of each subject. */
export function configDetails(subjects: readonly Subject[]): readonly Details[] {
  return subjects.map(({ label, runs }) => ({
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
