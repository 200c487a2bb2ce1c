/** `npm run study:landscape`: penalties and normalizations over many settings, as Kurach et al. 2019 compared them. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { losses as knownLosses } from "evenkeel/gan";
import { isSweepFolder } from "evenkeel/sweeps/folder";
import { runCommand } from "../tools/command.ts";
import { runEvenkeel } from "../tools/evenkeel.ts";
import {
  oneOf,
  optionalWhole,
  someOf,
  text,
  toggle,
  type ValuesOf,
  whole,
} from "../tools/options.ts";
import { printCost } from "./landscape/cost.ts";
import { grouped } from "./landscape/grouped.ts";
import { methods as allMethods, SMALL_METHODS } from "./landscape/methods.ts";
import { runsOf, type StudyRun } from "./landscape/results.ts";
import { scaleOf, smallData } from "./landscape/scales.ts";
import { show } from "./landscape/show.ts";
import { type Best, bestSweep, type StudySweep, studySweeps } from "./landscape/sweeps.ts";

const NAMES = allMethods.map(({ name }) => name);
const NETWORKS = ["sndcgan", "resnet-cifar", "resnet19"];
const DATA = Object.keys(smallData) as (keyof typeof smallData)[];

const options = {
  scale: oneOf("small, or the study's own networks on CIFAR-10", ["small", "paper"], "small"),
  part: oneOf("the fixed settings, or the search of the ranges", ["grid", "search"], "grid"),
  data: oneOf("images of the small scale", DATA, "shapes"),
  dataRoot: text("the folder of data sets", "data"),
  methods: someOf("methods", NAMES, SMALL_METHODS),
  architectures: someOf(
    "networks; at the small scale sndcgan alone",
    NETWORKS,
    NETWORKS.slice(0, 2),
  ),
  losses: someOf("losses", Object.keys(knownLosses), ["non-saturating"]),
  steps: optionalWhole("discriminator steps of a run; default the scale's", 5),
  seed: whole("the first seed", 0, 0),
  dryRun: toggle("print the runs and their measured cost; train nothing"),
  out: text("folder to write to; what is there already is not trained again", "landscape"),
};

await runCommand({
  name: "study:landscape",
  description:
    "Trains every method at the fixed settings of Kurach et al. 2019 (24; 12 without a penalty), or searches their ranges by a Gaussian process; then the best setting of each method with five seeds. Ends in a table, landscape.csv and two plots: best and spread of each method, the share of settings that work, and the rank correlation of FID and KID. The small scale takes less than an hour on two cores.",
  options,
  run: study,
});

type Options = ValuesOf<typeof options>;

async function study(given: Options): Promise<void> {
  const { part, methods: names, losses, seed, steps, out, data, dataRoot, dryRun } = given;
  const named = scaleOf(given.scale, data);
  const chosen = Object.entries(named.architectures).filter(([name]) =>
    given.architectures.includes(name),
  );
  const architectures = Object.fromEntries(chosen);
  const scale = { ...named, architectures, dSteps: steps ?? named.dSteps };
  const methods = allMethods.filter(({ name }) => names.includes(name));
  const sweeps = studySweeps({ scale, part, methods, losses, seed });
  if (dryRun) return printCost(sweeps, dataRoot);
  await mkdir(out, { recursive: true });
  const runs: StudyRun[] = [];
  for (const sweep of sweeps) runs.push(...(await trained(sweep, out, dataRoot)));
  const best: StudyRun[] = [];
  for (const architecture of Object.keys(scale.architectures)) {
    const own = runs.filter((run) => run.architecture === architecture);
    const settings = bestSettings(own);
    if (settings.length === 0) continue;
    const sweep = bestSweep({ scale, seed }, architecture, settings);
    best.push(...(await trained(sweep, out, dataRoot)));
  }
  await show(runs, best, out);
}

/** Trains what is left of a sweep, and reads its runs. */
async function trained(sweep: StudySweep, out: string, dataRoot: string): Promise<StudyRun[]> {
  const folder = join(out, sweep.name);
  const file = `${folder}.yaml`;
  await writeFile(file, `${JSON.stringify(sweep.description, null, 1)}\n`);
  const code = (await isSweepFolder(folder))
    ? await runEvenkeel("sweep", "resume", folder)
    : await runEvenkeel("sweep", file, "--out", folder, "--set", `data.root=${dataRoot}`);
  // 1: some runs failed, which is a result
  if (code !== 0 && code !== 1) process.exit(code ?? 1);
  return runsOf(out, sweep);
}

/** The best setting of each method and loss. */
function bestSettings(runs: readonly StudyRun[]): Best[] {
  const groups = grouped(runs, ({ loss, method }) => `${loss}/${method.name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((a, b) => a.frechet - b.frechet);
    return first !== undefined && Number.isFinite(first.frechet) ? [first] : [];
  });
}
