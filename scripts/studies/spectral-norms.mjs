/**
 * How close to 1 the discriminator's true spectral norms are (Miyato et al. 2018, figure 9): the exact
 * largest singular value of each weight as the forward pass used it, for every checkpoint of a run.
 *
 *   npm run study:spectral-norms -- runs/0001-sngan-cifar10-cnn-c
 *
 * Train with `--set checkpointEvery=20 --set keepCheckpoints=0` to have many. Writes
 * `spectral-norms.csv` into the run's folder.
 */
import { join } from "node:path";
import { exactSpectralNorm } from "../../dist/analysis/weights/index.js";
import { writeFileAtomically } from "../../dist/files/index.js";
import { listCheckpoints, readCheckpoint } from "../../dist/runs/checkpoints/index.js";
import { computeEffective, openTrained } from "../../dist/runs/trained/index.js";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: npm run study:spectral-norms -- RUN");
  process.exit(2);
}
const { model, run } = await openTrained(folder);
const weights = model.discriminator.parameters.filter(({ role }) => role === "weight");
const layers = weights.map(({ name }) => name.replace(/\/weight$/, ""));
const lines = [["step", ...layers].join(",")];
console.log(["step", ...layers, "furthest from 1"].map((text) => text.padStart(7)).join(" "));
for (const { path, step } of await listCheckpoints(run.files.checkpoints)) {
  const { tensors } = await readCheckpoint(path);
  const effective = await computeEffective(
    { model, tensors: Object.fromEntries(tensors) },
    "discriminator",
  );
  const norms = weights.map(({ name, shape }) =>
    exactSpectralNorm({ shape, data: effective[name] }),
  );
  const furthest = Math.max(...norms.map((norm) => Math.abs(norm - 1)));
  lines.push([step, ...norms].join(","));
  console.log(
    [String(step), ...norms.map((n) => n.toFixed(4)), furthest.toFixed(4)]
      .map((text) => text.padStart(7))
      .join(" "),
  );
}
const file = join(folder, "spectral-norms.csv");
await writeFileAtomically(file, `${lines.join("\n")}\n`);
console.log(`written to ${file}`);
