/**
 * One run of `bench:sweep`, in a process of its own: `node worker.js NAME THREADS` trains a case on random
 * images, or a recipe on its data. Compiles, warms up and greets with a line of JSON; answers `run N` with
 * `{"ms": ..., "images": ...}` and `memory` with `{"peakMiB": ...}`; ends with its input.
 */
import { createInterface } from "node:readline";
import { cases, peakMiB, prepareCase, runWorker, say } from "evenkeel/bench";
import { loadConfig } from "evenkeel/config";
import type { Trainer } from "evenkeel/gan";
import { nodeEngine } from "evenkeel/runtime/node";
import { openTraining } from "../../tools/training.ts";

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
  const { trainer } =
    definition === undefined
      ? await openTraining(await loadConfig(name, [`threads=${threads}`]))
      : await prepareCase(definition, nodeEngine({ device: "cpu", threads }));
  return trainer;
}
