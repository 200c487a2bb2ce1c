/** `npm run bench:startup`: the time until the command line answers, a recipe trains, a generator draws. */
import { onProgress, printResult, runCommand } from "../tools/command.ts";
import { json, names, threads } from "../tools/options.ts";
import { measureStartup } from "./startup/measure.ts";
import { startupLines } from "./tables.ts";

await runCommand({
  name: "bench:startup",
  description:
    "Measures how long `evenkeel --help` takes, how long a recipe's two steps take to compile, and how many images per second the paper's CNN generates, with the memory of each.",
  options: {
    recipes: names("recipes to compile", ["quickstart-unconditional", "bssn-imagenet"]),
    threads: threads(),
    json,
  },
  async run({ json, ...options }) {
    const result = await measureStartup({ ...options, onProgress });
    printResult(json, result, startupLines(result));
  },
});
