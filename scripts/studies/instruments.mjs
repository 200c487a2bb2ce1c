/**
 * What the default instruments cost beside training: the quickstart, and the SN-GAN paper's CNN at batch 64.
 *
 *   npm run study:instruments -- [--rounds 5] [--threads 0]
 *
 * In turns, in one process: a block of training steps, and such a block with one measurement at its end.
 * Told is the median of a step and of a measurement, the share of one measurement in the 100 steps that it is
 * made after by default, and the ratio of the two blocks as they were measured. Five minutes on two cores;
 * alone on the machine.
 */
import { parseArgs } from "node:util";
import { median } from "../../dist/bench/statistics.js";
import { assembleModel, loadConfig, updatesOf } from "../../dist/config/index.js";
import { batchSource, openDataset } from "../../dist/data/index.js";
import { createTrainer } from "../../dist/gan/index.js";
import { randomStream } from "../../dist/random.js";
import { createRuntime } from "../../dist/runtime/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";
import { openRunInstruments } from "../../dist/training/index.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    threads: { type: "string", default: "0" },
  },
});
const rounds = Number(values.rounds);
const threads = `threads=${values.threads}`;

/** A block of the paper's CNN is shorter than 100 steps, which would take minutes. */
const cases = [
  { name: "quickstart", block: 100, set: [] },
  { name: "sngan-cifar10-cnn-c", block: 5, set: [threads, "data.name=shapes", "data.split=train"] },
];

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measure({ name, block, set }) {
  const config = await loadConfig(name, set);
  const { every } = config.instruments;
  const model = assembleModel(config);
  const dataset = await openDataset(config.data);
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: config.threads }));
  try {
    const stream = randomStream(config.seed, "shuffle");
    const batches = batchSource(dataset, { batchSize: config.batchSize, stream });
    const trainer = await createTrainer({
      ...{ runtime, model, batches, seed: config.seed },
      ...updatesOf(config),
    });
    const instruments = await openRunInstruments(config, model, dataset, runtime, 0);
    const opening = instruments.seconds();
    const steps = async () => {
      for (let i = 0; i < block; i++) await trainer.step();
    };
    const times = { off: [], on: [], measurement: [] };
    for (let round = 0; round <= rounds; round++) {
      // what goes first changes from round to round: a machine's speed drifts
      const first = await milliseconds(steps);
      const second = await milliseconds(steps);
      const [off, on] = round % 2 === 0 ? [first, second] : [second, first];
      const measurement = await milliseconds(() => instruments.measure(trainer));
      console.error(`${name}: round ${round} of ${rounds}`);
      if (round === 0) continue;
      times.off.push(off);
      times.on.push(on + measurement);
      times.measurement.push(measurement);
    }
    const [off, on, measurement] = [times.off, times.on, times.measurement].map(median);
    const share = (100 * measurement) / ((every * off) / block);
    const cells = [
      name,
      `${(off / block).toFixed(1)} ms`,
      `${measurement.toFixed(1)} ms`,
      `${share.toFixed(2)} %`,
      `${(on / off).toFixed(3)} with one in ${block} steps`,
      `${opening.toFixed(2)} s`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  } finally {
    await runtime.release();
  }
}

console.log(
  "| recipe | training step | measurement | share at the default | on over off | opening |",
);
console.log("| --- | ---: | ---: | ---: | --- | ---: |");
for (const one of cases) await measure(one);
