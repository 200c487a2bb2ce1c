/** Trains zero-shot models, and prints the measures. */
import { refusal } from "../../errors.ts";
import { showPath } from "../../terminal/paths.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printLines } from "../../terminal/terminal.ts";
import { countOf, formatMeasured, formatNumber } from "../../text.ts";
import {
  type ExperimentProgress,
  type ZeroShotAnswer,
  type ZeroShotMeasure,
  type ZeroShotRequest,
  type ZeroShotResult,
  zeroShot,
  zeroShotFiles,
  zeroShotMeasures,
  zeroShotTraining,
} from "../../zsl/index.ts";
import { carryOut, intervalText } from "./carry-out.ts";
import { modelOf, seedsOf, shapesOf, trainingOf, type ZslFlags } from "./flags.ts";

type Irregularity = NonNullable<ZeroShotResult["irregularity"]>["before"];

/** γ unless it is given. */
const SCALE = 5;

/** What the measures are called. */
const measureTexts: Readonly<Record<ZeroShotMeasure, readonly [name: string, of: string]>> = {
  seen: ["seen", "accuracy on seen classes, told among all"],
  unseen: ["unseen", "accuracy on unseen classes, told among all"],
  harmonic: ["harmonic mean", "of both"],
  zeroShot: ["unseen alone", "accuracy on unseen classes, told among these"],
  area: ["area", "under the seen-unseen curve"],
};

/** Trains on a set, at once or in tasks, and prints or writes the measures. */
export async function runZsl(set: string, flags: ZslFlags): Promise<void> {
  if (flags.continual !== undefined) {
    return (await import("./continual.ts")).runContinualZsl(set, flags, flags.continual);
  }
  expectNoTasks(flags);
  const request = requestOf(set, flags);
  const { epochs } = request.training;
  await carryOut(
    set,
    flags,
    ({ show, resumed, ...means }) =>
      zeroShot(request, {
        ...means,
        onProgress: (progress) => show(workOf(progress, epochs)),
        onIrregularity: (seed, done, total) =>
          show({ task: `seed ${seed}, irregularity of the loss`, done, total, unit: "steps" }),
        onResume: (seeds, epoch) =>
          resumed(`${countOf(seeds, "seed")} and epoch ${epoch} of the next`),
      }),
    printAnswer,
  );
}

function expectNoTasks({ tasks, strength, keep, memory, memoryBatch }: ZslFlags): void {
  const given = { tasks, strength, keep, memory, "memory-batch": memoryBatch };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw refusal("USAGE", {
      where: `--${name}`,
      rule: "must be left out without --continual, to which it belongs",
      got: value,
    });
  }
}

function requestOf(set: string, flags: ZslFlags): ZeroShotRequest {
  return {
    set,
    model: modelOf(flags, SCALE),
    training: trainingOf(flags, zeroShotTraining),
    ...{ seenFactor: flags.seenFactor, seenBias: flags.seenBias },
    ...{ seeds: seedsOf(flags), irregularity: flags.irregularity, shapes: shapesOf(flags) },
  };
}

function workOf({ seed, purpose, epoch, loss }: ExperimentProgress, epochs: number) {
  const task = purpose === "calibration" ? `seed ${seed}, for its bias` : `seed ${seed}`;
  return { task, done: epoch, total: epochs, unit: `epochs, loss ${formatNumber(loss, 3)}` };
}

function printAnswer({ experiment, results, means }: ZeroShotAnswer, out?: string): void {
  const { data } = experiment;
  const seen = `${data.seenClasses} seen and ${data.unseenClasses} unseen classes`;
  const examples = `${data.training} training examples of ${data.features} features`;
  print(`${data.name}: ${seen}, ${examples}`);
  printLines(
    table(
      zeroShotMeasures.map((measure) => {
        const [name, of] = measureTexts[measure];
        return [`  ${name}`, intervalText(means[measure]), of];
      }),
    ),
  );
  printIrregularity(results);
  if (results.length > 1) {
    printLines(hanging(`${results.length} seeds: means with Student's 95 % intervals`));
  }
  if (experiment.settings.seenBias === "auto") {
    const biases = results.map(({ seenBias }) => formatNumber(seenBias, 3)).join(", ");
    printLines(hanging(`bias against seen classes: ${biases}`));
  }
  if (out !== undefined) print(`written to ${showPath(out)}: ${zeroShotFiles.result}`);
}

/** What is told of the loss around weights, in means over the seeds. */
const irregularityTexts: readonly (readonly [name: string, of: (found: Irregularity) => number])[] =
  [
    ["gradient variance, first layer", ({ first }) => first.variance],
    ["gradient variance, last layer", ({ last }) => last.variance],
    ["curvature", ({ curvature }) => curvature.mean],
    ["its deviation over directions", ({ curvature }) => curvature.deviation],
  ];

function printIrregularity(results: ZeroShotAnswer["results"]): void {
  const found = results.flatMap(({ irregularity }) => irregularity ?? []);
  if (found.length === 0) return;
  const meanOf = (when: "before" | "after", of: (one: Irregularity) => number) =>
    found.reduce((sum, one) => sum + of(one[when]), 0) / found.length;
  const rows = irregularityTexts.map(([name, of]) => [
    `  ${name}`,
    ...[meanOf("before", of), meanOf("after", of)].map(formatMeasured),
  ]);
  printLines(table([["irregularity of the loss", "before", "after training"], ...rows]));
}
