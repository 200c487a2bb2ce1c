/** Results of the original definitions in NumPy and SciPy; see `scripts/golden/metrics.py`. */
import { readFileSync } from "node:fs";

interface Manifold {
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
}

interface Spread {
  readonly mean: number;
  readonly std: number;
}

export const golden = JSON.parse(
  readFileSync(new URL("../../golden/metrics.json", import.meta.url), "utf8"),
) as {
  readonly shift: number;
  readonly sizes: readonly {
    readonly columns: number;
    readonly real: number;
    readonly fake: number;
    readonly fid: { readonly original: number; readonly exact: number };
    readonly mmd: number;
    readonly prdc: Manifold;
  }[];
  readonly kid: Spread & { readonly subsets: number; readonly subsetSize: number };
  readonly ties: readonly (Manifold & {
    readonly columns: number;
    readonly sides: number;
    readonly offset: number;
    readonly k: number;
  })[];
  readonly neighbours: {
    readonly indices: readonly (readonly number[])[];
    readonly distances: readonly (readonly number[])[];
  };
  readonly inceptionScore: Readonly<Record<string, Spread>>;
  readonly infinity: { readonly value: number; readonly slope: number; readonly r2: number };
  readonly classes: { readonly mean: number; readonly values: readonly number[] };
};
