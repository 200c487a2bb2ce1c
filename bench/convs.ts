/** `npm run bench:convs`: the convolutions of the paper's CNN, one by one. */
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, threads, toggle, whole } from "../tools/options.ts";
import { measureForms } from "./convs/forms.ts";
import { cnnConvs } from "./convs/layers.ts";
import { measureConvs } from "./convs/measure.ts";
import { convsLines, formsLines } from "./tables.ts";

await runCommand({
  name: "bench:convs",
  description:
    "Measures each convolution of the paper's CNN alone, forward and both gradients, in GFLOP/s, beside a large matrix product on the same engine and threads.",
  options: {
    forms: toggle("time every form of each convolution instead, in milliseconds"),
    width: whole("channels of the first convolution, a multiple of 16", 64),
    batch: whole("images in a batch of the discriminator", 128),
    calls: whole("timed calls of each operation", 7),
    threads: threads(),
    json,
  },
  async run({ json, forms, width, ...options }) {
    const layers = cnnConvs(options.batch, width);
    if (forms) {
      const result = await measureForms({ ...options, layers, onProgress });
      return printResult(json, result, formsLines(result));
    }
    const result = await measureConvs({ ...options, layers, onProgress });
    printResult(json, result, convsLines(result));
  },
});
