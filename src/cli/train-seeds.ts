/** Trains several seeds of one config, one after the other, and tells the band of their numbers. */
import { join } from "node:path";
import {
  type Band,
  createExperiment,
  type Experiment,
  experimentConfig,
  readResolvedConfig,
  seedStatus,
  stringifyConfig,
  summarize,
} from "../runs/index.ts";
import { printTable } from "./format.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";
import { showPath, watch } from "./train-run.ts";

/** Measures that a table of an experiment shows; `summary.json` has all. */
const SHOWN = [/^loss\//, /^output\//, /^modes\//, /^gamma/];

/** Starts an experiment of `count` seeds from a recipe or a config file. */
export async function trainSeeds(
  request: ConfigRequest,
  count: number,
  out?: string,
): Promise<void> {
  const config = await requestedConfig(request);
  await trainAll(await createExperiment(config, count, out), []);
}

/** Goes on with an experiment: seeds that are done stay as they are. */
export async function trainSeedsOn(experiment: Experiment, set: readonly string[]): Promise<void> {
  await trainAll(experiment, set);
}

async function trainAll(experiment: Experiment, set: readonly string[]): Promise<void> {
  const { seeds, path, folderOf } = experiment;
  console.error(`experiment ${showPath(path)}: ${seeds.length} seeds`);
  for (const [i, seed] of seeds.entries()) {
    const folder = folderOf(seed);
    const status = await seedStatus(experiment, seed);
    const heading = `seed ${seed}, ${i + 1} of ${seeds.length}`;
    if (status === "done" && set.length === 0) {
      console.error(`${heading}: done before`);
      continue;
    }
    console.error(heading);
    const file = status === "new" ? experimentConfig(experiment) : join(folder, "config.yaml");
    const config = await readResolvedConfig(file, [...set, `seed=${seed}`]);
    const configText = stringifyConfig(config);
    const { outcome, signal } = await watch(
      status === "new"
        ? { kind: "new", config, configText, out: folder }
        : { kind: "resume", config, configText, folder },
    );
    if (signal !== undefined) {
      console.log(`next\n  npx evenkeel train --resume ${showPath(path)}`);
      return;
    }
    if (outcome?.reason === "not-finite") {
      console.error(`${heading}: failed; the other seeds go on`);
      process.exitCode = 1;
    }
  }
  printBands(await summarize(experiment));
  console.log(`  all measures  ${showPath(join(path, "summary.json"))}`);
}

function printBands(bands: Readonly<Record<string, Band>>): void {
  const rows = Object.entries(bands)
    .filter(([name]) => SHOWN.some((shown) => shown.test(name)))
    .map(([name, { runs, mean, std, least, most }]) => [
      `  ${name}`,
      String(runs),
      short(mean),
      std === null ? "–" : short(std),
      short(least),
      short(most),
    ]);
  printTable([["  last value", "runs", "mean", "std", "least", "most"], ...rows]);
}

const short = (x: number) => String(Number(x.toPrecision(4)));
