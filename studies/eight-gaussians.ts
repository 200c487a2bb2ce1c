/** `npm run study:eight-gaussians`: modes covered with and without a stabilizer at aggressive settings. */
import { join } from "node:path";
import { randomStream } from "evenkeel";
import { loadConfig } from "evenkeel/config";
import { mixtureOf } from "evenkeel/data";
import { createFolders, csvText, writeFileAtomically } from "evenkeel/files";
import { losses } from "evenkeel/gan";
import { type ModeCoverage, modeCoverage } from "evenkeel/metrics";
import { type PointPlot, pointsGrid } from "evenkeel/plots";
import { onProgress, runCommand } from "../tools/command.ts";
import { oneOf, someOf, text, whole } from "../tools/options.ts";
import { openTraining } from "../tools/training.ts";

/** Generated points that the coverage is judged by, as many as PacGAN takes. */
const SAMPLES = 2500;
/** β1 and β2 of the SN-GAN paper's settings. */
const BETAS = { D: [0.5, 0.9], E: [0.5, 0.999], F: [0.9, 0.999] } as const;
const METHODS = {
  none: "{name: none}",
  SN: "{name: sn}",
  "SSN, scale 1.2": "{name: ssn, scale: 1.2}",
} as const;

type Setting = keyof typeof BETAS;
type Method = keyof typeof METHODS;
const SETTINGS = Object.keys(BETAS) as Setting[];

interface Run {
  readonly setting: Setting;
  readonly method: Method;
  readonly seed: number;
  readonly steps: number;
  readonly loss: string;
}

interface Trained {
  readonly points: Float32Array;
  readonly real: Float32Array;
  readonly coverage: ModeCoverage;
}

await runCommand({
  name: "study:eight-gaussians",
  description:
    "Trains a GAN on eight Gaussians on a circle without a stabilizer, with SN and with SSN at the SN-GAN paper's aggressive settings (table 1, D to F: Adam with α 1e-3, five discriminator steps). Prints how many modes each covers, and writes plots.png (seed 0, a row for each setting) and coverage.csv (every seed). Takes about a minute for each run.",
  options: {
    steps: whole("generator steps of a run", 3000),
    seeds: whole("runs of each setting and method", 3),
    settings: someOf("settings of the paper", SETTINGS),
    loss: oneOf("the loss", Object.keys(losses), "non-saturating"),
    out: text("folder to write to", "eight-gaussians"),
  },
  async run({ steps, seeds, settings, loss, out }) {
    const [plots, titles]: [PointPlot[], string[]] = [[], []];
    const rows: (string | number | null)[][] = [
      ["setting", "method", "seed", "covered", "highQuality", "divergence"],
    ];
    for (const setting of settings) {
      for (const method of Object.keys(METHODS) as Method[]) {
        for (let seed = 0; seed < seeds; seed++) {
          const name = `setting ${setting}, ${method}, seed ${seed}`;
          const { points, real, coverage } = await train(name, {
            setting,
            method,
            seed,
            steps,
            loss,
          });
          const { covered, highQuality, divergence } = coverage;
          rows.push([setting, method, seed, covered, highQuality, divergence]);
          console.log(`${name}: ${covered} of 8 modes, ${Math.round(100 * highQuality)} %`);
          if (seed > 0) continue;
          plots.push({ points, real });
          titles.push(`${setting}: ${method} · ${covered} of 8 modes`);
        }
      }
    }
    await createFolders(out);
    const { png } = await pointsGrid(plots, titles, { columns: Object.keys(METHODS).length });
    await writeFileAtomically(join(out, "plots.png"), png);
    await writeFileAtomically(join(out, "coverage.csv"), csvText(rows));
    console.log(`written to ${out}`);
  },
});

async function train(name: string, run: Run): Promise<Trained> {
  const { setting, method, seed, steps, loss } = run;
  const [beta1, beta2] = BETAS[setting];
  const optimizer = `{name: adam, learningRate: 0.001, beta1: ${beta1}, beta2: ${beta2}}`;
  const config = await loadConfig("eight-gaussians", [
    ...["threads=1", "nDis=5", `steps=${steps}`, `seed=${seed}`, `loss=${loss}`],
    `generator.optimizer=${optimizer}`,
    `discriminator.optimizer=${optimizer}`,
    `discriminator.reparametrization=${METHODS[method]}`,
  ]);
  const { dataset, runtime, trainer } = await openTraining(config);
  try {
    for (let step = 0; step < steps; step++) {
      if (step % 500 === 0) onProgress(`${name}: step ${step} of ${steps}`);
      await trainer.step();
    }
    const noise = new Float32Array(SAMPLES * config.model.latentSize);
    const points = await trainer.sample(randomStream(seed, "samples").fillNormal(noise));
    const real = new Float32Array(2 * SAMPLES);
    await dataset.read(
      Array.from({ length: SAMPLES }, (_, i) => i),
      real,
    );
    return { points, real, coverage: modeCoverage(points, mixtureOf(config.data)!) };
  } finally {
    await runtime.release();
  }
}
