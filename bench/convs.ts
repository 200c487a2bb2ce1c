/** `npm run bench:convs`: the convolutions of the paper's CNN, one by one. */
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, threads, whole } from "../tools/options.ts";
import { measureConvs } from "./convs/measure.ts";
import { convsLines } from "./tables.ts";

await runCommand({
  name: "bench:convs",
  description:
    "Measures each convolution of the paper's CNN alone, forward and both gradients, in GFLOP/s, beside a large matrix product on the same engine and threads.",
  options: {
    batch: whole("images in a batch of the discriminator", 128),
    calls: whole("timed calls of each operation", 7),
    threads: threads(),
    json,
  },
  async run({ json, ...options }) {
    const result = await measureConvs({ ...options, onProgress });
    printResult(json, result, convsLines(result));
  },
});
