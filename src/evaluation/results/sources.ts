/** Reads the results to compare from the files of runs. */
import { basename, dirname, join } from "node:path";
import { yamlSource } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import { isFile, isFolder, readTextIfPresent } from "../../files/index.ts";
import { openExperiment } from "../../runs/experiments/index.ts";
import { isRunFolder, runFiles } from "../../runs/folder/index.ts";
import { shell } from "../../text.ts";
import { type ComparedMetric, type ComparedSource, compareRecords } from "./compare.ts";
import { readEvaluations } from "./record.ts";

/**
 * Compares the results of runs.
 *
 * @param paths runs, experiments (each of their runs), or files of evaluations.
 * @throws EvenkeelError `USAGE` for a path without results, `DATA` for a damaged file.
 */
export async function compareEvaluations(
  paths: readonly string[],
): Promise<readonly ComparedMetric[]> {
  return compareRecords((await Promise.all(paths.map(openSource))).flat());
}

async function openSource(path: string): Promise<readonly ComparedSource[]> {
  if (await isFile(path)) return [await sourceOf(path, path, undefined)];
  if (!(await isFolder(path))) {
    throw refusal("USAGE", {
      where: "compare",
      rule: "must be given runs, experiments or files of results",
      got: path,
    });
  }
  const experiment = await openExperiment(path);
  const runs = experiment ? experiment.seeds.map(experiment.folderOf) : [path];
  return Promise.all(
    runs.map(async (run) => {
      const label = experiment ? join(basename(path), basename(run)) : run;
      const { config, evaluations } = runFiles(run);
      const text = (await isRunFolder(run)) ? await readTextIfPresent(config) : undefined;
      return sourceOf(evaluations, label, recipeIn(text ?? ""));
    }),
  );
}

/** The recipe that a run's config names; `undefined` if it names none. */
export function recipeIn(configText: string): string | undefined {
  const { recipe } = yamlSource("the config", configText).layer;
  return typeof recipe === "string" ? recipe : undefined;
}

async function sourceOf(
  file: string,
  label: string,
  recipe: string | undefined,
): Promise<ComparedSource> {
  const records = await readEvaluations(file);
  if (records.length > 0) return { label, records, recipe };
  throw refusal("USAGE", {
    where: "compare",
    rule: `${label} must have results`,
    got: `none in ${file}`,
    advice: shell`Measure it first: evenkeel evaluate ${dirname(file)}`,
  });
}
