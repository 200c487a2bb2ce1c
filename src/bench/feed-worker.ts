/**
 * One side of `bench feed`, in a process of its own: `node feed-worker.js CASE held|streamed THREADS PATH
 * COUNT` trains on COUNT images of those at PATH, on all where it is empty. Compiles, warms up and greets with a line of JSON; answers `run N` with
 * `{"ms": [...], "peakMiB": ...}`; ends with its input.
 */
import { createInterface } from "node:readline";
import { batchSource, openDataset } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import { createTrainer } from "../gan/index.ts";
import { randomStream } from "../random.ts";
import { createRuntime } from "../runtime/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { feedCases } from "./feed-cases.ts";
import { peakMiB, runWorker, say } from "./worker-process.ts";

const WARM_UP = 5;
/** So little memory (MiB) that no set worth the name fits in. */
const NO_MEMORY = 1;

await runWorker(async () => {
  const [name, kind, threads, path, count] = process.argv.slice(2);
  const model = await feedCases.find((each) => each.name === name)!.model();
  const { batchSize, imageShape } = model.definition;
  const dataset = await openDataset({
    name: "folder",
    path,
    size: imageShape[2],
    ...(count !== "" && { count: Number(count) }),
    ...(kind === "streamed" && { memory: NO_MEMORY }),
  });
  if (kind === "streamed" && dataset.readAhead === undefined) {
    throw new EvenkeelError(
      "USAGE",
      `bench feed: there must be images of more than ${NO_MEMORY} MiB, got ${dataset.count} in ${path}`,
    );
  }
  const trainer = await createTrainer({
    runtime: createRuntime(nodeEngine({ device: "cpu", threads: Number(threads) })),
    model,
    batches: batchSource(dataset, { batchSize, stream: randomStream(0, "shuffle") }),
    seed: 0,
    nDis: 1,
  });
  for (let i = 0; i < WARM_UP; i++) await trainer.step();
  say({ ready: true, images: dataset.count, batchSize });

  for await (const line of createInterface({ input: process.stdin })) {
    const ms: number[] = [];
    for (let left = Number(line.slice("run ".length)); left > 0; left--) {
      const start = performance.now();
      await trainer.step();
      ms.push(performance.now() - start);
    }
    say({ ms, peakMiB: peakMiB() });
  }
});
