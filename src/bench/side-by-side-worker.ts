/**
 * One run of `bench sweep`, in a process of its own: `node side-by-side-worker.js NAME THREADS` trains a case
 * on random images, or a recipe on its data. Compiles, warms up and greets with a line of JSON; answers
 * `run N` with `{"ms": ..., "images": ...}`, `memory` with `{"peakMiB": ...}`; ends with its input.
 */
import { createInterface } from "node:readline";
import { loadConfig, updatesOf } from "../config/index.ts";
import { createTrainer, type Trainer } from "../gan/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { planOfConfig, prepare } from "../training/index.ts";
import { cases, prepareCase } from "./cases.ts";
import { peakMiB, runWorker, say } from "./worker-process.ts";

const WARM_UP = 3;

await runWorker(async () => {
  const [name = "", threads = "1"] = process.argv.slice(2);
  const trainer = await trainerOf(name, Number(threads));
  for (let i = 0; i < WARM_UP; i++) await trainer.step();
  say({ ready: true });

  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "memory") {
      say({ peakMiB: peakMiB() });
      continue;
    }
    const before = trainer.counters().images;
    const start = performance.now();
    for (let left = Number(line.slice("run ".length)); left > 0; left--) await trainer.step();
    say({ ms: performance.now() - start, images: trainer.counters().images - before });
  }
});

async function trainerOf(name: string, threads: number): Promise<Trainer> {
  const definition = cases.find((each) => each.name === name);
  if (definition !== undefined) {
    return (await prepareCase(definition, nodeEngine({ device: "cpu", threads }))).trainer;
  }
  const config = await loadConfig(name, ["device=cpu", `threads=${threads}`]);
  const plan = planOfConfig(config);
  const { runtime, batches } = await prepare(
    plan,
    () => {},
    () => undefined,
  );
  const { model } = plan;
  const { seed } = config;
  return createTrainer({ runtime, model, batches: batches(), seed, ...updatesOf(config) });
}
