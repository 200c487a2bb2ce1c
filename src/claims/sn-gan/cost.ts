/** SN-GAN, figure 10: what 100 updates cost. */
import { median } from "../../bench/index.ts";
import { assembleModel, loadConfig, updatesOf } from "../../config/index.ts";
import { batchSource, openDataset } from "../../data/index.ts";
import { createTrainer } from "../../gan/index.ts";
import { randomStream } from "../../random.ts";
import { barChart } from "../../report/page/index.ts";
import { createRuntime, type Runtime } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { verdictOf } from "../../statistics/index.ts";
import { type Claim, directScale } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { NO_METHOD } from "../small.ts";

const METHODS = {
  none: { base: "sngan-cifar10-cnn-d", set: NO_METHOD },
  "weight norm": { base: "weight-norm-cifar10-d", set: {} },
  // as algorithm 1 has it, u moves once an update, and all images pass through one weight
  SN: {
    base: "sngan-cifar10-cnn-d",
    set: { "discriminator.reparametrization": { name: "sn", advance: "update" } },
  },
  "WGAN-GP": { base: "wgan-gp-cifar10-d", set: {} },
} as const;

/** What SN may cost beside weight norm, by the paper's text. */
const MOST = 1.2;
/** How often each is measured, after one that is not. */
const ROUNDS = { small: 12, paper: 3 } as const;
const SIZES = {
  small: ["batchSize=16", "model.generatorChannels=256", "model.discriminatorChannels=32"],
  paper: [],
} as const;

export const cost: Claim = {
  name: "cost",
  paper: "SN-GAN",
  where: "figure 10",
  claimed:
    "An update under SN costs 110 to 120 % of one under weight normalization, and less than one under WGAN-GP.",
  method: {
    small:
      "The standard CNN with half the channels, batches of 16, n_dis 5; the methods in turns in one process, the median of 12 iterations of each; u moves once in an update, as in algorithm 1.",
    paper:
      "The standard CNN, batches of 64, n_dis 5; the methods in turns in one process, the median of 3 iterations of each; u moves once in an update, as in algorithm 1.",
  },
  published:
    "CIFAR-10, text: SN 110 to 120 % of weight norm. The bars, read by eye: WGAN-GP 40 s, weight norm 30, SN 31, none 28 for 100 updates, which does not agree",
  criterion: "SN takes at most 1.2 times as long as weight norm, and WGAN-GP longer than SN.",
  test: {
    kind: "direct",
    seconds: { small: 60, paper: 120 },
    async measure(context) {
      const { progress, signal } = context;
      const scale = directScale(context);
      const sides: {
        name: string;
        runtime: Runtime;
        step: () => Promise<unknown>;
        ms: number[];
      }[] = [];
      try {
        for (const [name, { base, set }] of Object.entries(METHODS)) {
          const config = await loadConfig(base, [
            ...Object.entries(set),
            "data.name=shapes",
            ...SIZES[scale],
          ]);
          const dataset = await openDataset({ ...config.data, count: 1000 });
          const stream = randomStream(config.seed, "shuffle");
          const runtime = createRuntime(nodeEngine({ device: "cpu" }));
          const trainer = await createTrainer({
            runtime,
            model: assembleModel(config),
            batches: batchSource(dataset, { batchSize: config.batchSize, stream }),
            seed: config.seed,
            ...updatesOf(config),
          });
          sides.push({ name, runtime, step: trainer.step, ms: [] });
        }
        for (let round = 0; round <= ROUNDS[scale] && !signal.aborted; round++) {
          progress("iterations", round, ROUNDS[scale]);
          for (const { step, ms } of sides) {
            const start = performance.now();
            await step();
            if (round > 0) ms.push(performance.now() - start);
          }
        }
      } finally {
        for (const { runtime } of sides) await runtime.release();
      }
      const seconds = sides.map(({ ms }) => median(ms) / 10);
      const [, weightNorm, sn, penalty] = seconds as [number, number, number, number];
      const share = (sn: number, of: number) => measuredText(sn / of);
      const names = sides.map(({ name }) => name);
      return {
        verdict: verdictOf(sn <= MOST * weightNorm && penalty > sn),
        measured: `SN takes ${share(sn, weightNorm)} of weight norm, ${share(sn, seconds[0]!)} of no method; WGAN-GP takes ${share(penalty, sn)} of SN.`,
        tables: [
          {
            title: "Seconds for 100 generator updates",
            head: ["method", "seconds", "of no method"],
            rows: names.map((name, i) => [
              name,
              measuredText(seconds[i]!),
              share(seconds[i]!, seconds[0]!),
            ]),
          },
        ],
        charts: [
          barChart({
            title: "Seconds for 100 generator updates",
            x: { label: "seconds" },
            names,
            values: seconds,
          }),
        ],
      };
    },
  },
};
