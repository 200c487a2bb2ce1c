/** `npm run bench:inception`: images per second of the network that FID is computed with. */
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, oneOf, threads, whole } from "../tools/options.ts";
import { measureInception } from "./inception/measure.ts";
import { inceptionLines } from "./tables.ts";

await runCommand({
  name: "bench:inception",
  description:
    "Measures how many images per second the Inception network of 2015 turns into features, with random weights, from pixels to features: images of its own 299 pixels, and images of 32 and of 128 pixels, which it resizes.",
  options: {
    batch: whole("images in a batch", 16),
    rounds: whole("timed batches of each size", 5),
    device: oneOf("where to compute", ["auto", "cpu", "webgpu", "cuda"], "cpu"),
    threads: threads(),
    json,
  },
  async run({ json, ...options }) {
    const result = await measureInception({ ...options, onProgress });
    printResult(json, result, inceptionLines(result));
  },
});
