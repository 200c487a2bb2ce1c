/**
 * Gives a range of inputs to one reader, in a process of its own: an input may hang it, fill its memory or end
 * it. The file of progress says at which input it is.
 *
 *   node worker.js '{"reader": "npy", "seed": 0, "from": 0, "to": 1000, ...}'
 */
import { openSync, writeSync } from "node:fs";
import { attempt, inputOf } from "./attempt.ts";
import type { Found, Range, WorkerLine } from "./range.ts";
import { fuzzedReaders } from "./readers/all.ts";

const range = JSON.parse(process.argv[2] ?? "") as Range;
const reader = fuzzedReaders.find(({ name }) => name === range.reader)!;
const progress = openSync(range.progress, "w");

function tell(line: WorkerLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const peak = () => process.resourceUsage().maxRSS * 1024;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

let [read, refused] = [0, 0];
for (let index = range.from; index < range.to; index++) {
  const input = inputOf(reader, range.seed, index);
  const found = (why: string): Found => ({ reader: reader.name, index, bytes: input.length, why });
  writeSync(progress, String(index).padStart(12), 0);
  const [memory, seconds] = [process.memoryUsage.rss(), cpu()];
  const outcome = await attempt(reader, input);
  const [grown, took] = [Math.max(0, peak() - memory), cpu() - seconds];
  if (outcome.kind === "violation") tell({ found: found(outcome.why) });
  else if (outcome.kind === "read") read++;
  else refused++;
  // the first input also loads what the reader needs
  if (index === range.from) continue;
  if (took > range.seconds) tell({ found: found(`took ${took.toFixed(1)} s of processor time`) });
  if (grown > range.bytes && peak() > range.floor) {
    tell({ found: found(`took ${Math.round(grown / 2 ** 20)} MiB`) });
    range.floor = peak();
  }
}
tell({ done: { read, refused, peak: peak(), seconds: cpu() } });
