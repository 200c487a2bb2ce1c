/** The golden cases that PyTorch made in float64: test/golden/*.json, each by scripts/golden/<name>.py. */
import { readFileSync } from "node:fs";

/** A tensor in row-major order. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Inputs of something and what PyTorch makes of them. */
export interface GoldenCase {
  readonly name: string;
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: each op has its own attributes
  readonly attrs: any;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

/** All cases of `op` in a file; there is at least one. */
export function goldenCases(op: string, file = "ops.json"): readonly GoldenCase[] {
  const url = new URL(`../../golden/${file}`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(url, "utf8")) as { readonly cases: GoldenCase[] };
  const found = cases.filter((c) => c.op === op);
  if (found.length === 0) throw new Error(`no golden case of ${op}`);
  return found;
}

/** Row `i` of a golden matrix. */
export function goldenRow({ shape, data }: GoldenTensor, i: number): readonly number[] {
  const [, size = 1] = shape;
  return data.slice(i * size, (i + 1) * size);
}
