/** What the runs of a sweep are called. */
import type { Point } from "./points.ts";

/** A point that a search has drawn: its number, from 1, and the keys that are drawn. */
export interface Numbered {
  readonly round: number;
  readonly number: number;
  readonly keys: ReadonlySet<string>;
}

/** The short name of a config key: its last part, or what it is the name of. */
export function labelOf(key: string): string {
  const parts = key.split(".");
  const last = parts.at(-1) as string;
  return last === "name" ? (parts.at(-2) ?? last) : last;
}

/**
 * The name of a run: its pattern with `{key}`, `{label}`, `{seed}` and, of a point of a search, `{point}` filled in; or
 * its axes' values in a row, of a searched point its number instead of its values, then the seed. What a folder's name
 * cannot have becomes `-`.
 */
export function runNameOf(
  point: Point,
  seed: number,
  pattern: string | undefined,
  searched?: Numbered,
): string {
  const parts = Object.entries(point)
    .filter(([key]) => !searched?.keys.has(key))
    .map(([key, value]) => partOf(key, value));
  const number = searched === undefined ? [] : [`p${numberText(searched)}`];
  const text =
    pattern === undefined
      ? [...new Set(parts), ...number, `seed${seed}`].join("-")
      : pattern.replaceAll(/\{([^{}]*)\}/g, (_, name: string) =>
          name === POINT && searched !== undefined
            ? numberText(searched)
            : filled(name, point, seed),
        );
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/-{2,}/g, "-")
    .replace(/^[^A-Za-z0-9]+|-+$/g, "");
}

/** What a pattern calls the number of a point that a search has drawn. */
export const POINT = "point";

function numberText({ number }: Pick<Numbered, "number">): string {
  return String(number).padStart(3, "0");
}

/** The names in braces of a pattern. */
export function placeholders(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string);
}

/** `bssn`, `learningRate0.001`. */
function partOf(key: string, value: unknown): string {
  return typeof value === "string" ? value : `${labelOf(key)}${valueText(value)}`;
}

function filled(name: string, point: Point, seed: number): string {
  if (name === "seed") return String(seed);
  const key = Object.keys(point).find((one) => one === name || labelOf(one) === name);
  return key === undefined ? "" : valueText(point[key]);
}

/** A value in a name; of methods their names. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join("+");
  if (typeof value !== "object" || value === null) return String(value);
  return "name" in value ? String(value.name) : JSON.stringify(value);
}

/** `bssn, scale 1.2`: the values of a point's axes; of none `all`. */
export function pointText(point: Point): string {
  const values = Object.entries(point).map(([key, value]) =>
    typeof value === "string" ? value : `${labelOf(key)} ${valueText(value)}`,
  );
  // keys of an axis that share a value may share a label
  return [...new Set(values)].join(", ") || "all";
}
