/** `npm run study:spectral-norms`: how close to 1 the discriminator's true spectral norms are. */
import { join } from "node:path";
import { exactSpectralNorm } from "evenkeel/analysis/weights";
import { csvText, writeFileAtomically } from "evenkeel/files";
import { listCheckpoints } from "evenkeel/runs/checkpoints";
import { atInference, openTrained } from "evenkeel/runs/trained";
import { runCommand } from "../tools/command.ts";
import { requiredText } from "../tools/options.ts";

await runCommand({
  name: "study:spectral-norms",
  description:
    "Computes the largest singular value of each discriminator weight as the forward pass used it, for every checkpoint of a run (Miyato et al. 2018, figure 9), and writes spectral-norms.csv into the run's folder. Train with `--set checkpointEvery=20 --set keepCheckpoints=0` to have many checkpoints.",
  options: { run: requiredText("the run's folder") },
  async run({ run: folder }) {
    const { model, run } = await openTrained(folder);
    const weights = model.discriminator.parameters.filter(({ role }) => role === "weight");
    const layers = weights.map(({ name }) => name.replace(/\/weight$/, ""));
    const print = (cells: readonly string[]) =>
      console.log(cells.map((text) => text.padStart(7)).join(" "));
    print(["step", ...layers, "furthest from 1"]);
    const rows: (string | number)[][] = [["step", ...layers]];
    for (const { step } of await listCheckpoints(run.files.checkpoints)) {
      const { effective } = await atInference(await openTrained(folder, step), "discriminator");
      const norms = weights.map(({ name, shape }) =>
        exactSpectralNorm({ shape, data: effective[name]! }),
      );
      const furthest = Math.max(...norms.map((norm) => Math.abs(norm - 1)));
      rows.push([step, ...norms]);
      print([String(step), ...norms.map((norm) => norm.toFixed(4)), furthest.toFixed(4)]);
    }
    const file = join(folder, "spectral-norms.csv");
    await writeFileAtomically(file, csvText(rows));
    console.log(`written to ${file}`);
  },
});
