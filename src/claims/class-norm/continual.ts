/** Class normalization: continual zero-shot learning is better with it, whatever the method. */
import {
  CONTINUAL_SCALE,
  type ContinualName,
  type ContinualResult,
  continualNames,
  continualTraining,
  methodSettings,
  runContinual,
} from "../../zsl/continual/index.ts";
import type { Claim, MeasureContext } from "../claim.ts";
import { judgeParts, type LogOf, minus, pairedDesign, pairedFindings } from "../designs/index.ts";
import { type Score, scoreChart, scoreOf, scoreTable } from "../findings.ts";
import { builtIn, engineOfClaims, modelsOf, PAIRING, seedsOf, sizesOf } from "./built-in.ts";

const SEEDS = 5;
const TASKS = 6;
/** Of the drawings of a class, the share that is used: importances take them one by one. */
const SHARE = 1 / 2;
const QUOTIENT =
  "the mean harmonic accuracy mH without class standardization and initialization over that with them";
/** With all parts of class normalization, or without those that the paper adds. */
const SIDES = ["with", "without"] as const;

const PARTS = continualNames.map((method) => ({
  name: method,
  hypothesis: `With ${method} the mean harmonic accuracy is larger with class normalization.`,
  logQuotient: (log: LogOf) =>
    minus(log({ method, parts: "without" }), log({ method, parts: "with" })),
}));

export const continualClaim: Claim = {
  name: "class-norm-continual",
  paper: "class-norm",
  where: "the table of continual zero-shot learning",
  claimed:
    "Class normalization makes a network better at continual zero-shot learning, with each of five methods.",
  method: {
    small: `The 210 classes of the built-in set in ${TASKS} tasks, 5 drawings each for training and the test, features of the classifier of shapes; three layers of width 256, γ ${CONTINUAL_SCALE}, 10 epochs of each task with Adam; ${continualNames.join(", ")} with the authors' options, each with all parts of class normalization and with normalized logits and attributes alone; ${SEEDS} seeds. The paper trains a ResNet-18 on images.`,
    paper: `The same in ${TASKS} tasks with layers of width 1024 and 25 drawings each.`,
  },
  published:
    "mH in percent, without and with class normalization. CUB: EWC-online 18.0 and 23.3, MAS 17.7 and 23.8, A-GEM 17.3 and 23.8, sequential 17.2 and 23.0, multi-task 24.3 and 30.0; SUN: 9.6 and 14.3, 9.4 and 14.2, 9.6 and 14.2, 9.3 and 14.0, 12.5 and 14.8",
  criterion:
    "With each method the mean harmonic accuracy on classes of the tasks so far and of later ones is larger with class standardization and initialization than without them.",
  test: {
    kind: "direct",
    seconds: { small: 150, paper: 7200 },
    seeds: SEEDS,
    design: (count) => pairedDesign({ parts: PARTS, quotient: QUOTIENT, count, pairing: PAIRING }),
    async measure(context) {
      const found = await learnAll(context);
      const scores = (value: (result: ContinualResult) => number): readonly Score[] =>
        found.map(({ method, parts, results }) =>
          scoreOf(
            { method, parts },
            results.map((result) => [result.seed, value(result)]),
          ),
        );
      const harmonic = scores(({ meanHarmonic }) => meanHarmonic);
      return pairedFindings({
        ...{ quotient: QUOTIENT, parts: PARTS, found: judgeParts(PARTS, harmonic), runs: [] },
        shown: {
          charts: [scoreChart("Mean harmonic accuracy", "mH", harmonic)],
          tables: [
            scoreTable("Mean harmonic accuracy", "mH", harmonic),
            scoreTable(
              "Mean area under the seen-unseen curve",
              "mAUC",
              scores((x) => x.meanArea),
            ),
            scoreTable(
              "Mean joint accuracy",
              "mJA",
              scores((x) => x.meanJoint),
            ),
            scoreTable(
              "Forgetting",
              "forgetting",
              scores((x) => x.forgetting),
            ),
          ],
        },
      });
    },
  },
};

/** What a method gives with some parts, by seed. */
interface Side {
  readonly method: ContinualName;
  readonly parts: (typeof SIDES)[number];
  readonly results: ContinualResult[];
}

async function learnAll(context: MeasureContext): Promise<readonly Side[]> {
  const { hidden, drawings } = sizesOf(context);
  const { all, without } = modelsOf(hidden);
  const models = { with: all, without };
  const sides: readonly Side[] = continualNames.flatMap((method) =>
    SIDES.map((parts) => ({ method, parts, results: [] })),
  );
  const source = await builtIn(context, drawings * SHARE);
  const engine = engineOfClaims();
  const { signal } = context;
  for (const [i, seed] of seedsOf(context.seeds).entries()) {
    for (const [k, { method, parts, results }] of sides.entries()) {
      if (source === undefined || signal.aborted) break;
      context.progress("courses", i * sides.length + k, context.seeds * sides.length);
      const model = { ...models[parts], scale: CONTINUAL_SCALE };
      const named = { method: methodSettings(method), training: continualTraining };
      const settings = { ...named, model, tasks: TASKS, seeds: [seed] };
      results.push(...((await runContinual(source.whole(), settings, { engine, signal })) ?? []));
    }
  }
  return sides;
}
