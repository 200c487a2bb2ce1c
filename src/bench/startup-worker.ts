/**
 * One measurement of `bench startup` in a process of its own: `node startup-worker.js compile RECIPE
 * THREADS` or `… sample COUNT THREADS`; says the result in one line of JSON.
 */

import { assembleModel, loadConfig, updatesOf } from "../config/index.ts";
import { createTrainer } from "../gan/index.ts";
import { randomStream } from "../random.ts";
import { createRuntime } from "../runtime/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { prepareCase, randomBatches } from "./cases.ts";
import { DEFAULT_CASE, selectCases } from "./select.ts";
import { median } from "./statistics.ts";
import { peakMiB, runWorker, say } from "./worker-process.ts";

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
