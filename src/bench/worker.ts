/**
 * Our side of a benchmark, in a process of its own, so that memory and threads are those of one case:
 * `node worker.js CASE THREADS DEVICE`. Compiles, warms up and greets with a line of JSON; answers `run N` with
 * `{"ms": [...], "peakMiB": ...}`; ends with its input.
 */
import { createInterface } from "node:readline";
import { type NodeDevice, nodeEngine } from "../runtime/node.ts";
import { prepareCase } from "./cases.ts";
import { selectCases } from "./select.ts";
import { peakMiB, runWorker, say } from "./worker-process.ts";

const WARM_UP = 3;

await runWorker(async () => {
  const [name = "", threads = "0", device = "cpu"] = process.argv.slice(2);
  const [definition] = selectCases([name]);
  const engine = nodeEngine({ device: device as NodeDevice, threads: Number(threads) });
  const { trainer } = await prepareCase(definition!, engine);
  for (let i = 0; i < WARM_UP; i++) await trainer.step();
  say({ ready: true, version: engine.version });

  for await (const line of createInterface({ input: process.stdin })) {
    const [, count = "0"] = /^run (\d+)$/.exec(line) ?? [];
    const ms: number[] = [];
    while (ms.length < Number(count)) {
      const start = performance.now();
      await trainer.step();
      ms.push(performance.now() - start);
    }
    if (ms.length > 0) say({ ms, peakMiB: peakMiB() });
    else say({ error: `must be 'run <iterations>', got '${line}'` });
  }
});
