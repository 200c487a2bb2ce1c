/** Class normalization: it keeps the variance of logits through a deep network, the usual tricks do not. */
import { lineChart } from "../../report/page/index.ts";
import { createRuntime } from "../../runtime/index.ts";
import {
  logitsAtStart,
  type Rows,
  type ZeroShotModel,
  type ZeroShotSource,
} from "../../zsl/index.ts";
import type { Claim, MeasureContext } from "../claim.ts";
import { judgeParts, type LogOf, pairedDesign, pairedFindings } from "../designs/index.ts";
import { type Score, scoreOf, scoreTable, where } from "../findings.ts";
import { builtIn, engineOfClaims, modelsOf, PAIRING, seedsOf, sizesOf } from "./built-in.ts";

const SEEDS = 8;
const DEPTHS = [2, 3, 4, 5, 6];
/** The depth that decides. */
const DEEP = 6;
/** How far from 1 a variance may be to be kept, either way. */
const WITHIN = 2;
/** Examples whose logits are taken. */
const EXAMPLES = 210;
const QUOTIENT =
  "the variance between classes over γ⁴/d with class normalization, of its reverse, and of that without";
const SIDES = ["with", "without"] as const;

const deep = (log: LogOf, parts: (typeof SIDES)[number]) => log({ parts, depth: DEEP });
const PARTS = [
  {
    name: "with, over 1",
    hypothesis: `With class normalization the variance is below twice γ⁴/d at depth ${DEEP}.`,
    below: WITHIN,
    logQuotient: (log: LogOf) => deep(log, "with"),
  },
  {
    name: "1 over with",
    hypothesis: `With class normalization the variance is above half of γ⁴/d at depth ${DEEP}.`,
    below: WITHIN,
    logQuotient: (log: LogOf) => -deep(log, "with"),
  },
  {
    name: "without, over 1",
    hypothesis: `With normalized logits and attributes alone the variance is below half of γ⁴/d at depth ${DEEP}.`,
    below: 1 / WITHIN,
    logQuotient: (log: LogOf) => deep(log, "without"),
  },
];

export const varianceClaim: Claim = {
  name: "class-norm-variance",
  paper: "class-norm",
  where: "the theory of section 3",
  claimed:
    "Normalized and scaled logits and normalized attributes keep the variance of logits for a linear network but not for a deep one; class normalization does.",
  method: {
    small: `Networks of ${DEPTHS[0]} to ${DEEP} layers of width 256 before training on the 210 descriptions of the built-in set, a drawing of each as an example, whose features are standardized; the variance of logits over the classes, averaged over the examples, relative to γ⁴/d, what independent prototypes have; with all parts of class normalization, and with normalized logits and attributes alone; ${SEEDS} seeds.`,
    paper: "The same with layers of the paper's width, 1024.",
  },
  published: "in words",
  criterion: `At depth ${DEEP} the variance lies between half and twice γ⁴/d with class normalization, and below half of it without.`,
  test: {
    kind: "direct",
    seconds: { small: 15, paper: 120 },
    seeds: SEEDS,
    design: (count) => pairedDesign({ parts: PARTS, quotient: QUOTIENT, count, pairing: PAIRING }),
    async measure(context) {
      const scores = await measureAll(context);
      return pairedFindings({
        ...{ quotient: QUOTIENT, parts: PARTS, found: judgeParts(PARTS, scores), runs: [] },
        shown: {
          charts: [
            lineChart({
              title: "Variance of logits between classes over γ⁴/d",
              x: { label: "layers" },
              y: { label: "variance over γ⁴/d", scale: "log" },
              series: SIDES.map((parts) => {
                const own = where(scores, { parts });
                return {
                  name: parts === "with" ? "class normalization" : "logits and attributes alone",
                  x: own.map(({ point }) => Number(point.depth)),
                  y: own.map(({ median }) => median),
                  band: { low: own.map(({ least }) => least), high: own.map(({ most }) => most) },
                };
              }),
            }),
          ],
          tables: [scoreTable("Variance over γ⁴/d", "variance", scores)],
        },
      });
    },
  },
};

async function measureAll(context: MeasureContext): Promise<readonly Score[]> {
  const { hidden } = sizesOf(context);
  const { all, without } = modelsOf(hidden);
  const models = { with: all, without };
  const source = await builtIn(context, 1);
  const cases = SIDES.flatMap((parts) => DEPTHS.map((depth) => ({ parts, depth })));
  const scores: Score[] = [];
  for (const [i, { parts, depth }] of cases.entries()) {
    if (source === undefined || context.signal.aborted) break;
    context.progress("networks", i, cases.length);
    const values: (readonly [number, number])[] = [];
    for (const seed of seedsOf(context.seeds)) {
      values.push([seed, await varianceOf(source, { ...models[parts], depth }, seed)]);
    }
    scores.push(scoreOf({ parts, depth }, values));
  }
  return scores;
}

/** The variance of logits over the classes before training, averaged over examples, over γ⁴/d. */
async function varianceOf(
  source: ZeroShotSource,
  model: ZeroShotModel,
  seed: number,
): Promise<number> {
  const whole = source.whole();
  const data = { ...whole, features: standardized(whole.features) };
  const runtime = createRuntime(engineOfClaims());
  try {
    const places = whole.test.slice(0, EXAMPLES);
    const logits = await logitsAtStart(data, { runtime, model, seed }, places);
    const count = data.classes.length;
    const variances = places.map((_, i) => varianceIn(logits.subarray(i * count, (i + 1) * count)));
    const expected = (model.scale ?? 1) ** 4 / data.features.columns;
    return variances.reduce((sum, x) => sum + x, 0) / variances.length / expected;
  } finally {
    await runtime.release();
  }
}

/** Rows with mean 0 and variance 1. */
function standardized({ columns, data }: Rows): Rows {
  const out = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += columns) {
    const row = data.subarray(start, start + columns);
    const mean = row.reduce((sum, x) => sum + x, 0) / columns;
    const deviation = Math.sqrt(varianceIn(row)) || 1;
    for (const [i, x] of row.entries()) out[start + i] = (x - mean) / deviation;
  }
  return { columns, data: out };
}

function varianceIn(values: Float32Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
}
