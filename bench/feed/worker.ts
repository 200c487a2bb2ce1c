/**
 * One side of `bench:feed`, in a process of its own: `node worker.js CASE held|streamed THREADS PATH COUNT`
 * trains on the first COUNT images at PATH, on all if COUNT is empty. Compiles, warms up and greets with a
 * line of JSON; then answers `run N` as `answerRuns` does.
 */
import { EvenkeelError, randomStream } from "evenkeel";
import { answerRuns, runWorker, say } from "evenkeel/bench";
import { batchSource, openDataset } from "evenkeel/data";
import { createTrainer } from "evenkeel/gan";
import { createRuntime } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { feedCases } from "./cases.ts";

const WARM_UP = 5;
/** MiB of decoded images to hold: so little that a set is streamed. */
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
      `bench:feed: the decoded images must take more than ${NO_MEMORY} MiB, got ${dataset.count} images in ${path}`,
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
  await answerRuns(() => trainer.step());
});
