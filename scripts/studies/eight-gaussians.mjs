/**
 * Eight Gaussians on a circle, learnt without a stabilizer, with SN and with BSSN at the SN-GAN paper's
 * aggressive settings (table 1, D to F: Adam with α 1e-3, five discriminator steps): how many modes each
 * covers, and the plots side by side.
 *
 *   npm run study:eight-gaussians -- [--steps 3000] [--seeds 3] [--settings D,E,F] [--loss non-saturating] [--out DIR]
 *
 * Writes plots.png (seed 0, a row for each setting) and coverage.csv (every seed). About a minute for each run.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { assembleModel, loadConfig, updatesOf } from "../../dist/config/index.js";
import { batchSource, mixtureOf, openDataset } from "../../dist/data/index.js";
import { createFolders, writeFileAtomically } from "../../dist/files/index.js";
import { createTrainer } from "../../dist/gan/index.js";
import { modeCoverage } from "../../dist/metrics/index.js";
import { pointsGrid } from "../../dist/plots/index.js";
import { randomStream } from "../../dist/random.js";
import { createRuntime } from "../../dist/runtime/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "3000" },
    seeds: { type: "string", default: "3" },
    settings: { type: "string", default: "D,E,F" },
    loss: { type: "string", default: "non-saturating" },
    out: { type: "string", default: "eight-gaussians" },
  },
});
const [steps, seeds] = [Number(values.steps), Number(values.seeds)];

/** Samples of a judgement, as many as PacGAN takes. */
const SAMPLES = 2500;
const BETAS = { D: [0.5, 0.9], E: [0.5, 0.999], F: [0.9, 0.999] };
const METHODS = {
  none: "{name: none}",
  SN: "{name: sn}",
  "BSSN, scale 1.2": "{name: bssn, scale: 1.2}",
};

async function train(setting, method, seed) {
  const [beta1, beta2] = BETAS[setting];
  const optimizer = `{name: adam, learningRate: 0.001, beta1: ${beta1}, beta2: ${beta2}}`;
  const config = await loadConfig("eight-gaussians", [
    `steps=${steps}`,
    `seed=${seed}`,
    "nDis=5",
    `loss=${values.loss}`,
    `generator.optimizer=${optimizer}`,
    `discriminator.optimizer=${optimizer}`,
    `discriminator.reparametrization=${METHODS[method]}`,
  ]);
  const dataset = await openDataset(config.data);
  const { batchSize, model } = config;
  const batches = batchSource(dataset, { batchSize, stream: randomStream(seed, "shuffle") });
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  try {
    const trainer = await createTrainer({
      runtime,
      model: assembleModel(config),
      batches,
      seed,
      ...updatesOf(config),
    });
    for (let step = 0; step < steps; step++) await trainer.step();
    const z = randomStream(seed, "samples").fillNormal(
      new Float32Array(SAMPLES * model.latentSize),
    );
    const points = await trainer.sample(z);
    const real = new Float32Array(2 * SAMPLES);
    await dataset.read(
      Array.from({ length: SAMPLES }, (_, i) => i),
      real,
    );
    return { points, real, coverage: modeCoverage(points, mixtureOf(config.data)) };
  } finally {
    await runtime.release();
  }
}

const [plots, titles] = [[], []];
const lines = ["setting,method,seed,covered,highQuality,divergence"];
for (const setting of values.settings.split(",")) {
  for (const method of Object.keys(METHODS)) {
    for (let seed = 0; seed < seeds; seed++) {
      const { points, real, coverage } = await train(setting, method, seed);
      const { covered, highQuality, divergence } = coverage;
      lines.push([setting, `"${method}"`, seed, covered, highQuality, divergence].join(","));
      const share = `${Math.round(100 * highQuality)} %`;
      console.log(`setting ${setting}, ${method}, seed ${seed}: ${covered} of 8 modes, ${share}`);
      if (seed > 0) continue;
      plots.push({ points, real });
      titles.push(`${setting}: ${method} · ${covered} of 8 modes`);
    }
  }
}
await createFolders(values.out);
const { png } = await pointsGrid(plots, titles, { columns: Object.keys(METHODS).length });
await writeFileAtomically(join(values.out, "plots.png"), png);
await writeFileAtomically(join(values.out, "coverage.csv"), `${lines.join("\n")}\n`);
console.log(`written to ${values.out}`);
