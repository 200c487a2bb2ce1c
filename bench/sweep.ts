/** `npm run bench:sweep`: runs side by side, beside one run on all cores. */
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, names, whole } from "../tools/options.ts";
import { measureSideBySide } from "./sweep/measure.ts";
import { sideBySideLines } from "./tables.ts";

await runCommand({
  name: "bench:sweep",
  description:
    "Trains one run on all cores, and as many runs as there are cores with one thread each (and the divisions between), alternating, and prints the images per second of all runs together. Cases are those of `evenkeel bench --list`, on random images, and recipes, on their data.",
  options: {
    rounds: whole("turns of each division", 9),
    seconds: whole("approximate seconds of a turn", 5),
    cases: names("cases or recipes", ["quickstart-unconditional", "cnn32-sn-b64"]),
    json,
  },
  async run({ json, cases, ...options }) {
    const result = await measureSideBySide({ ...options, names: cases, onProgress });
    printResult(json, result, sideBySideLines(result));
  },
});
