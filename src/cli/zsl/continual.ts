/** Learns classes in tasks, and prints the measures. */
import { refusal } from "../../errors.ts";
import { showPath } from "../../terminal/paths.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printLines } from "../../terminal/terminal.ts";
import { countOf, formatNumber } from "../../text.ts";
import {
  CONTINUAL_SCALE,
  type ContinualAnswer,
  type ContinualMeasures,
  type ContinualName,
  type ContinualProgress,
  type ContinualRequest,
  continualMeasureNames,
  continualTraining,
  continualZeroShot,
  type ImportanceProgress,
  methodSettings,
} from "../../zsl/continual/index.ts";
import { zeroShotFiles } from "../../zsl/index.ts";
import { carryOut, intervalText } from "./carry-out.ts";
import { modelOf, seedsOf, shapesOf, trainingOf, type ZslFlags } from "./flags.ts";

/** Tasks unless their number is given. */
const TASKS = 10;

/** What the measures are called. */
const measureTexts: Readonly<Record<keyof ContinualMeasures, readonly [name: string, of: string]>> =
  {
    meanSeen: ["mSA", "accuracy on classes of the tasks so far"],
    meanUnseen: ["mUA", "accuracy on classes of later tasks"],
    meanHarmonic: ["mH", "harmonic mean of both"],
    meanArea: ["mAUC", "area under the seen-unseen curve"],
    meanJoint: ["mJA", "accuracy on all classes"],
    forgetting: ["forgetting", "accuracy on earlier tasks, lost at the end"],
  };

/** Learns the classes of a set in tasks, and prints or writes the measures. */
export async function runContinualZsl(
  set: string,
  flags: ZslFlags,
  name: ContinualName,
): Promise<void> {
  expectNoUnseen(flags);
  const request = requestOf(set, flags, name);
  await carryOut(
    set,
    flags,
    ({ show, resumed, ...means }) =>
      continualZeroShot(request, {
        ...means,
        onProgress: (progress) => show(workOf(progress, request)),
        onImportance: (progress) => show(importanceWorkOf(progress, request)),
        onResume: (seeds, { task, epoch }) =>
          resumed(`${countOf(seeds, "seed")}, and epoch ${epoch} of task ${task} of the next`),
      }),
    printAnswer,
  );
}

function expectNoUnseen({ seenFactor, seenBias, unseen, irregularity }: ZslFlags): void {
  const given = {
    "seen-factor": seenFactor === 1 ? undefined : seenFactor,
    "seen-bias": seenBias === 0 ? undefined : seenBias,
    ...{ unseen, irregularity },
  };
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw refusal("USAGE", {
      where: `--${option}`,
      rule: "must be left out with --continual, which learns all classes in tasks",
      got: value,
    });
  }
}

function requestOf(set: string, flags: ZslFlags, name: ContinualName): ContinualRequest {
  const { tasks = TASKS, strength, keep, memory, memoryBatch } = flags;
  const given = { strength, keep, memory, memoryBatch };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    set,
    method: methodSettings(name, Object.fromEntries(known)),
    tasks,
    model: modelOf(flags, CONTINUAL_SCALE),
    training: trainingOf(flags, continualTraining),
    ...{ seeds: seedsOf(flags), shapes: shapesOf(flags) },
  };
}

function workOf({ seed, task, epoch, loss }: ContinualProgress, request: ContinualRequest) {
  const told = `task ${task} of ${request.tasks}, loss ${formatNumber(loss, 3)}`;
  return epochsOf(seed, task - 1, epoch, told, request);
}

function importanceWorkOf(
  { seed, task, done, total }: ImportanceProgress & { readonly seed: number },
  request: ContinualRequest,
) {
  const told = `importances after task ${task}: ${countOf(done, "example")} of ${total}`;
  return epochsOf(seed, task, 0, told, request);
}

/** The epochs of all tasks: some tasks, and some epochs of the next. */
function epochsOf(
  seed: number,
  tasks: number,
  epochs: number,
  told: string,
  { tasks: count, training }: ContinualRequest,
) {
  const each = training.epochs;
  return {
    ...{ task: `seed ${seed}`, done: tasks * each + epochs, total: count * each },
    unit: `epochs, ${told}`,
  };
}

function printAnswer({ experiment, results, means }: ContinualAnswer, out?: string): void {
  const { data, settings } = experiment;
  const tasks = `${settings.method.name} on ${data.classes} classes in ${settings.tasks} tasks`;
  const examples = `${data.training} training examples of ${data.features} features`;
  printLines(hanging(`${data.name}: ${tasks}, ${examples}`));
  printLines(
    table(
      continualMeasureNames.map((measure) => {
        const [name, of] = measureTexts[measure];
        return [`  ${name}`, intervalText(means[measure]), of];
      }),
    ),
  );
  if (results.length > 1) {
    printLines(hanging(`${results.length} seeds: means with Student's 95 % intervals`));
  }
  if (out !== undefined) print(`written to ${showPath(out)}: ${zeroShotFiles.result}`);
}
