/** `npm run study:verdicts`: whether verdicts on failing and on good runs are right. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { onProgress, runCommand } from "../tools/command.ts";
import { optionalText, text, type ValuesOf } from "../tools/options.ts";
import { type VerdictCase, verdictCases } from "./verdicts/cases.ts";
import { judge, truthOf, untrainedDistances } from "./verdicts/judge.ts";
import { type Judged, printConfusion, printRuns } from "./verdicts/print.ts";
import { type RecordedRun, readRuns, writeRuns } from "./verdicts/recorded.ts";
import { train } from "./verdicts/train.ts";

const options = {
  records: optionalText(
    "judge the runs of this file, such as studies/verdicts/runs.jsonl, and train none",
  ),
  out: text("folder to write to", "verdicts"),
  root: text("folder that holds the data sets' own folders", "data"),
};

await runCommand({
  name: "study:verdicts",
  description:
    "Trains about a hundred runs, half of them built to fail, half of them to succeed. Whether a generator is good is measured without verdicts: images by the Fréchet distance and the coverage in the features of a classifier, points by the modes they cover or by coverage and precision. Thresholds were chosen on the runs called tuning; the others have other settings and other seeds. Each run has its folder below --out; one that is there is not trained again. What verdicts depend on is written to runs.jsonl. Needs MNIST and CIFAR-10 (evenkeel data fetch). Takes half an hour on one core.",
  options,
  run: study,
});

async function study({ records, out, root }: ValuesOf<typeof options>): Promise<void> {
  const runs = records === undefined ? await trained(out, root) : await readRuns(records);
  const untrained = untrainedDistances(runs);
  for (const part of ["tuning", "test"] as const) {
    const judged = runs
      .filter((run) => run.part === part)
      .map((run): Judged => ({ run, truth: truthOf(run, untrained), judgement: judge(run) }));
    console.log(`## ${part} runs\n`);
    printConfusion(judged);
    console.log("");
    printRuns(judged);
    console.log("");
  }
}

async function trained(out: string, root: string): Promise<readonly RecordedRun[]> {
  const folderOf = ({ part, name }: VerdictCase) =>
    join(out, `${part}-${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}`);
  await mkdir(out, { recursive: true });
  const runs: RecordedRun[] = [];
  for (const [i, one] of verdictCases.entries()) {
    onProgress(`${i + 1} of ${verdictCases.length}: ${one.part}, ${one.name}, ${one.steps} steps`);
    runs.push(await train(one, folderOf(one), root));
  }
  await writeRuns(join(out, "runs.jsonl"), runs);
  return runs;
}
