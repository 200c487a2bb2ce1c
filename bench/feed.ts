/** `npm run bench:feed`: training on images that are decoded meanwhile. */
import { resolve } from "node:path";
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, optionalText, optionalWhole, someOf, whole } from "../tools/options.ts";
import { feedCases } from "./feed/cases.ts";
import { withJpegs } from "./feed/images.ts";
import { measureFeed } from "./feed/measure.ts";
import { feedLines } from "./tables.ts";

await runCommand({
  name: "bench:feed",
  description:
    "Trains the GAN of quickstart-unconditional and the paper's CNN at 32 pixels on the same JPEG files in two ways, alternating: decoded once and held in memory, and decoded as they are needed. Prints images per second.",
  options: {
    cases: someOf(
      "cases",
      feedCases.map(({ name }) => name),
    ),
    images: optionalText("folder, zip or tar of JPEG files; default: 2000 temporary ones"),
    count: optionalWhole("use the first n of them; default: all", 400),
    rounds: whole("turns of each side", 15),
    iterations: optionalWhole("iterations of a turn; default: 20 and 2"),
    json,
  },
  async run({ json, images, ...options }) {
    const measure = (path: string) => measureFeed({ ...options, path, onProgress });
    const result = await (images === undefined
      ? withJpegs(measure, onProgress)
      : measure(resolve(images)));
    printResult(json, result, feedLines(result));
  },
});
