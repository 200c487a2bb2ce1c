/**
 * Our side of a benchmark, in a process of its own, so that memory and threads are those of one case:
 * `node worker.js CASE THREADS DEVICE`. Compiles, warms up and greets with a line of JSON; then answers
 * `run N MS` as {@link answerRuns} does.
 */
import { type NodeDevice, nodeEngine } from "../runtime/node.ts";
import { prepareCase } from "./cases.ts";
import { selectCases } from "./select.ts";
import { answerRuns, runWorker, say } from "./worker-process.ts";

const WARM_UP = 3;

await runWorker(async () => {
  const [name = "", threads = "0", device = "cpu"] = process.argv.slice(2);
  const [definition] = selectCases([name]);
  const engine = nodeEngine({ device: device as NodeDevice, threads: Number(threads) });
  const { trainer } = await prepareCase(definition!, engine);
  for (let i = 0; i < WARM_UP; i++) await trainer.step();
  say({ ready: true, version: engine.version });
  await answerRuns(() => trainer.step());
});
