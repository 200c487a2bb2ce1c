/** `npm run study:tune-scale`: how good the scales are that tune-scale finds, and what they cost. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../tools/command.ts";
import { runEvenkeel } from "../tools/evenkeel.ts";
import { readJsonIfPresent } from "../tools/json.ts";
import { someOf, text, type ValuesOf, whole } from "../tools/options.ts";

const SCALES = [0.7, 1, 1.4, 2, 2.8, 4];
/** The recipe whose normalization is replaced by the scaled method. */
const BASES = { ssn: "sn-cifar10-scale-1.0", bssn: "bsn-cifar10-scale-1.0" } as const;

type Method = keyof typeof BASES;
const METHODS = Object.keys(BASES) as Method[];

/** A scale with the Fréchet distances that were reached with it. */
interface Reached {
  readonly scale: number;
  readonly mean: number;
  readonly std: number | null;
}

/** What is read of a `scale.json`. */
interface Found {
  readonly scale: number;
  readonly steps: number;
  readonly gridSteps: number;
}

/** What is read of a sweep's `results.json`. */
interface SweepResults {
  readonly results: readonly {
    readonly measure: string;
    readonly point: Readonly<Record<string, number>>;
    readonly mean: number;
    readonly std: number | null;
  }[];
}

const options = {
  methods: someOf("methods", METHODS),
  seed: whole("the first seed", 10, 0),
  seeds: whole("runs of each scale", 2),
  steps: whole("generator steps of a run", 600, 20),
  out: text("folder to write to", "tune-scale"),
};

type Options = ValuesOf<typeof options>;

await runCommand({
  name: "study:tune-scale",
  description:
    "For SSN and BSSN on the built-in shapes with small networks: trains a grid of scales to the end with each seed, then finds a scale with `evenkeel tune-scale` by halving and by the gradient, and trains the gradient's scale to the end too. Regret is the Fréchet distance at the found scale less the lowest of the grid; `better` counts the scales of the grid with a lower distance. The gradient's band was chosen on seeds 0 and 1: use others. Takes seven minutes on two cores; what is in --out already is not trained again.",
  options,
  run: study,
});

async function study(options: Options): Promise<void> {
  const { methods, out } = options;
  await mkdir(out, { recursive: true });
  const rows = [];
  for (const method of methods) rows.push(...(await rowsOf(method, options)));
  console.table(rows);
  await writeFile(join(out, "results.json"), `${JSON.stringify(rows, null, 2)}\n`);
}

/** The rows of the table for a method: each scale of the grid, and those that were found. */
async function rowsOf(method: Method, options: Options) {
  const grid = await trainedAt(SCALES, `${method}-grid`, method, options);
  const best = grid.reduce((a, b) => (b.mean < a.mean ? b : a));
  const row = (way: string, { scale, mean, std }: Reached, share: number) => ({
    ...{ method, way, scale, Fréchet: mean.toFixed(0), "±": std?.toFixed(0) ?? "" },
    regret: (mean - best.mean).toFixed(0),
    better: grid.filter((one) => one.mean < mean && one.scale !== scale).length,
    "cost %": Math.round(100 * share),
  });
  const halved = await tuned(method, "halving", options);
  const sloped = await tuned(method, "gradient", options);
  const name = `${method}-at-${sloped.scale}`;
  const [at] = await trainedAt([sloped.scale], name, method, options);
  return [
    ...grid.map((one) => row("grid", one, 1 / SCALES.length)),
    row(
      "halving",
      grid.find(({ scale }) => scale === halved.scale)!,
      halved.steps / halved.gridSteps,
    ),
    row("gradient", at!, sloped.steps / sloped.gridSteps),
  ];
}

/** Trains runs of each scale, as a sweep in the folder `name`; the mean last distance over the seeds. */
async function trainedAt(
  scales: readonly number[],
  name: string,
  method: Method,
  options: Options,
): Promise<readonly Reached[]> {
  const { seeds, steps, out } = options;
  const folder = join(out, name);
  if ((await readJsonIfPresent(join(folder, "sweep.json"))) === undefined) {
    const file = `${folder}.yaml`;
    const description = {
      base: BASES[method],
      set: { "discriminator.reparametrization.name": method, steps },
      axes: [{ key: "discriminator.reparametrization.scale", values: scales }],
      seeds,
    };
    await writeFile(file, JSON.stringify(description));
    const set = [...settings(options), "--set", `evaluate.every=${steps}`];
    await evenkeel("sweep", file, "--out", folder, ...set);
  } else {
    await evenkeel("sweep", "resume", folder);
  }
  await evenkeel("sweep", "collect", folder);
  const { results } = (await readJsonIfPresent(join(folder, "results.json"))) as SweepResults;
  return results
    .filter(({ measure }) => measure === "evaluate/frechet-distance")
    .map(({ point, mean, std }) => ({ scale: Object.values(point)[0]!, mean, std }));
}

async function tuned(method: Method, by: "halving" | "gradient", options: Options): Promise<Found> {
  const { seeds, steps, out } = options;
  const folder = join(out, `${method}-${by}`);
  await evenkeel(
    ...["tune-scale", BASES[method], "--by", by, "--out", folder, "--scales", SCALES.join(",")],
    ...["--seeds", String(seeds), "--steps", String(steps), ...settings(options)],
  );
  return (await readJsonIfPresent(join(folder, "scale.json"))) as Found;
}

/** Small networks on small images, for the recipes of {@link BASES}. */
function settings({ seed }: Options): readonly string[] {
  return [
    `seed=${seed}`,
    ...["threads=1", "batchSize=16", "evaluate.metrics=[fid]", "sampleEvery=0"],
    ...["data.name=shapes", "data.split=train", "data.size=32"],
    ...["model.generatorChannels=64", "model.discriminatorChannels=8"],
  ].flatMap((setting) => ["--set", setting]);
}

async function evenkeel(...args: readonly string[]): Promise<void> {
  const code = await runEvenkeel(...args);
  if (code !== 0) throw new Error(`evenkeel ${args.slice(0, 2).join(" ")}: ended with ${code}`);
}
