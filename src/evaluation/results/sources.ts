/** Reads the results to compare from the files of runs. */
import { basename, dirname, join } from "node:path";
import { yamlSource } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import { isFile, isFolder, readTextIfPresent } from "../../files/index.ts";
import { openExperiment } from "../../runs/experiments/index.ts";
import { isRunFolder, runFiles } from "../../runs/folder/index.ts";
import { shell } from "../../text.ts";
import { extractorName } from "../extractors/index.ts";
import { type ComparedMetric, type ComparedSource, compareRecords } from "./compare.ts";
import { type EvaluationRecord, readEvaluations } from "./record.ts";

/**
 * Compares the results of runs.
 *
 * @param paths runs, experiments (each of their runs), or files of evaluations.
 * @param options `features`: the network whose features they must be of, by its name or file; default: any.
 * @throws EvenkeelError `USAGE` for a path without results, or without such results; `DATA` for a damaged file.
 */
export async function compareEvaluations(
  paths: readonly string[],
  { features }: { readonly features?: string | undefined } = {},
): Promise<readonly ComparedMetric[]> {
  const sources = await Promise.all(paths.map((path) => openSource(path, features)));
  return compareRecords(sources.flat());
}

async function openSource(
  path: string,
  features: string | undefined,
): Promise<readonly ComparedSource[]> {
  if (await isFile(path)) {
    return [{ label: path, records: await recordsIn(path, path, features), recipe: undefined }];
  }
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
      const records = await recordsIn(evaluations, label, features);
      return { label, records, recipe: recipeIn(text ?? "") };
    }),
  );
}

/** The recipe that a run's config names; `undefined` if it names none. */
export function recipeIn(configText: string): string | undefined {
  const { recipe } = yamlSource("the config", configText).layer;
  return typeof recipe === "string" ? recipe : undefined;
}

/** The results in a file, with features of one network if it is named. */
async function recordsIn(
  file: string,
  label: string,
  features: string | undefined,
): Promise<readonly EvaluationRecord[]> {
  const all = await readEvaluations(file);
  if (all.length === 0) {
    throw refusal("USAGE", {
      where: "compare",
      rule: `${label} must have results`,
      got: `none in ${file}`,
      advice: shell`Measure it first: evenkeel evaluate ${dirname(file)}`,
    });
  }
  if (features === undefined) return all;
  const wanted = extractorName(features);
  const records = all.filter(({ extractor }) => extractor?.name === wanted);
  if (records.length > 0) return records;
  const others = new Set(all.map(({ extractor }) => extractor?.name ?? "none"));
  throw refusal("USAGE", {
    where: "compare",
    rule: `${label} must have results with features of ${wanted}`,
    got: `results with those of ${[...others].join(", ")}`,
    advice: shell`Measure it with them: evenkeel evaluate ${dirname(file)} --features ${features}`,
  });
}
