/**
 * How good the scales are that tune-scale finds, beside the whole grid, and what they cost.
 *
 *   npm run study:tune-scale -- [--seed 10] [--seeds 2] [--steps 600] [--out tune-scale]
 *
 * For SSN and BSSN on the built-in shapes with small networks: the grid of scales, each trained to its end
 * with each seed; then `evenkeel tune-scale` by halving, and by the gradient, whose scale is trained to its
 * end too, being none of the grid's. Regret is the Fréchet distance at the found scale less the least of the
 * grid; place, how many of the grid's scales are better. The gradient's band was chosen on seeds 0 and 1: use
 * others. Seven minutes on two cores. What is in --out already is not trained again.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "10" },
    seeds: { type: "string", default: "2" },
    steps: { type: "string", default: "600" },
    out: { type: "string", default: "tune-scale" },
  },
});
const { seed, seeds, steps, out } = values;
const SCALES = [0.7, 1, 1.4, 2, 2.8, 4];
const SET = [
  `seed=${seed}`,
  ...["threads=1", "batchSize=16", "evaluate.metrics=[fid]", "sampleEvery=0"],
  ...["data.name=shapes", "data.split=train", "data.size=32"],
  ...["model.generatorChannels=64", "model.discriminatorChannels=8"],
];
/** The recipe whose normalization becomes the scaled method. */
const baseOf = { ssn: "sn-cifar10-scale-1.0", bssn: "bsn-cifar10-scale-1.0" };
const set = SET.flatMap((one) => ["--set", one]);

function evenkeel(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["dist/cli/main.js", ...args], { stdio: "inherit" });
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`evenkeel ${args[0]}: code ${code}`)),
    );
  });
}
const readJson = (...path) =>
  readFile(join(out, ...path), "utf8").then(JSON.parse, () => undefined);

/** The mean last Fréchet distance over the seeds, by scale. */
async function trainedAt(name, method, scales) {
  const folder = join(out, name);
  if ((await readJson(name, "sweep.json")) === undefined) {
    const file = `${folder}.yaml`;
    const description = {
      base: baseOf[method],
      set: { "discriminator.reparametrization.name": method, steps: Number(steps) },
      axes: [{ key: "discriminator.reparametrization.scale", values: scales }],
      seeds: Number(seeds),
    };
    await writeFile(file, JSON.stringify(description));
    await evenkeel("sweep", file, "--out", folder, ...set, "--set", `evaluate.every=${steps}`);
  } else {
    await evenkeel("sweep", "resume", folder);
  }
  await evenkeel("sweep", "collect", folder);
  const { results } = await readJson(name, "results.json");
  const found = results.filter(({ measure }) => measure === "evaluate/frechet-distance");
  return found.map(({ point, mean, std }) => ({ scale: Object.values(point)[0], mean, std }));
}

async function tuned(method, by) {
  const name = `${method}-${by}`;
  await evenkeel(
    ...["tune-scale", baseOf[method], "--by", by, "--out", join(out, name)],
    ...["--scales", SCALES.join(","), "--seeds", seeds, "--steps", steps, ...set],
  );
  return readJson(name, "scale.json");
}

await mkdir(out, { recursive: true });
const rows = [];
for (const method of ["ssn", "bssn"]) {
  const grid = await trainedAt(`${method}-grid`, method, SCALES);
  const best = grid.reduce((a, b) => (b.mean < a.mean ? b : a));
  const row = (way, { scale, mean, std }, share) => ({
    ...{ method, way, scale, Fréchet: mean.toFixed(0), "±": std?.toFixed(0) ?? "" },
    regret: (mean - best.mean).toFixed(0),
    better: grid.filter((one) => one.mean < mean && one.scale !== scale).length,
    "cost %": Math.round(100 * share),
  });
  for (const one of grid) rows.push(row("grid", one, 1 / SCALES.length));
  const halved = await tuned(method, "halving");
  const at = grid.find(({ scale }) => scale === halved.scale);
  rows.push(row("halving", at, halved.steps / halved.gridSteps));
  const sloped = await tuned(method, "gradient");
  const [there] = await trainedAt(`${method}-at-${sloped.scale}`, method, [sloped.scale]);
  rows.push(row("gradient", there, sloped.steps / sloped.gridSteps));
}
console.table(rows);
await writeFile(join(out, "results.json"), `${JSON.stringify(rows, null, 2)}\n`);
