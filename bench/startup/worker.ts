/**
 * One measurement of `bench:startup` in a process of its own: `node worker.js compile RECIPE THREADS` or
 * `node worker.js sample COUNT THREADS`; prints the result as one line of JSON.
 */
import { randomStream } from "evenkeel";
import {
  DEFAULT_CASE,
  median,
  peakMiB,
  prepareCase,
  randomBatches,
  runWorker,
  say,
  selectCases,
} from "evenkeel/bench";
import { assembleModel, loadConfig, updatesOf } from "evenkeel/config";
import { createTrainer } from "evenkeel/gan";
import { createRuntime } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";

const CALLS = 20;

const [what = "", of = "", threads = "0"] = process.argv.slice(2);
const engine = nodeEngine({ device: "cpu", threads: Number(threads) });
await runWorker(async () => {
  const result = what === "compile" ? await compile(of) : await sample(Number(of));
  say({ ...result, peakMiB: peakMiB() });
});

async function compile(recipe: string) {
  const config = await loadConfig(recipe);
  const start = performance.now();
  const model = assembleModel(config);
  await createTrainer({
    runtime: createRuntime(engine),
    model,
    batches: randomBatches(model),
    seed: 0,
    ...updatesOf(config),
  });
  return { compileMs: performance.now() - start };
}

async function sample(count: number) {
  const [definition] = selectCases([DEFAULT_CASE]);
  const { trainer } = await prepareCase(definition!, engine);
  const noise = randomStream(0, "bench");
  const z = noise.fillNormal(new Float32Array(count * trainer.model.definition.latentSize));
  await trainer.sample(z);
  const ms: number[] = [];
  while (ms.length < CALLS) {
    const start = performance.now();
    await trainer.sample(z);
    ms.push(performance.now() - start);
  }
  return { case: definition!.name, imagesPerSecond: (1000 * count) / median(ms) };
}
