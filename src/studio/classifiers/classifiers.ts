/** The classifiers that were trained below the studio's folders. */
import {
  CLASSIFIER_FOLDER,
  classifierFiles,
  readCourse,
  readExperiment,
  readResult,
} from "../../classify/index.ts";
import { isFile, type JsonLine, reasonOf } from "../../files/index.ts";
import { liveAttempt } from "../../runs/folder/index.ts";
import type { ClassifierSummary, RunCurves } from "../api.ts";
import { discoverMarked, type FoundFolder, type Root, readInside } from "../library/index.ts";

/** The classifiers of a studio. */
export interface ClassifierLibrary {
  /** All of them, looked for anew. */
  list(): Promise<readonly ClassifierSummary[]>;
  /** The curves of one; `undefined` if there is none of this name. */
  curves(id: string): Promise<RunCurves | undefined>;
  /** The report of one; `undefined` if there is none. */
  report(id: string): Promise<Uint8Array | undefined>;
}

/** Opens the classifiers below folders. */
export function openClassifiers(roots: readonly Root[]): ClassifierLibrary {
  const discover = () => discoverMarked(roots, CLASSIFIER_FOLDER);
  const folderOf = async (id: string) => (await discover()).find((one) => one.id === id)?.folder;
  return {
    list: async () => Promise.all((await discover()).map(summaryOf)),
    async curves(id) {
      const folder = await folderOf(id);
      return folder === undefined ? undefined : curvesOf(await readCourse(folder));
    },
    async report(id) {
      const folder = await folderOf(id);
      return folder === undefined ? undefined : readInside(folder, classifierFiles(folder).report);
    },
  };
}

async function summaryOf({ id, folder }: FoundFolder): Promise<ClassifierSummary> {
  try {
    const { data, settings, steps } = await readExperiment(folder);
    const result = await readResult(folder);
    const course = await readCourse(folder);
    const newest = (key: string) =>
      course.findLast((line) => typeof line[key] === "number")?.[key] as number | undefined;
    const isLive = (await liveAttempt(folder)) !== undefined;
    return {
      id,
      status: result !== undefined ? "done" : isLive ? "running" : "interrupted",
      reason: null,
      about: {
        data: data.name,
        network: settings.network.name,
        normalization: settings.normalization.name,
        initializer: settings.initializer.name,
        reparametrization: settings.reparametrization.name,
        seed: settings.seed,
      },
      step: result === undefined ? (newest("step") ?? 0) : steps,
      steps,
      loss: newest("loss") ?? null,
      accuracy: result?.heldOut.accuracy ?? newest("heldOut/accuracy") ?? null,
      hasReport: await isFile(classifierFiles(folder).report),
    };
  } catch (error) {
    return { ...DAMAGED, id, reason: reasonOf(error) };
  }
}

const DAMAGED = {
  status: "damaged",
  about: {},
  step: 0,
  steps: 0,
  loss: null,
  accuracy: null,
  hasReport: false,
} as const;

/** Training and held-out curves in common groups. */
function curvesOf(course: readonly JsonLine[]): RunCurves {
  const groups = {
    loss: { title: "loss", unit: "cross-entropy", of: ["loss", "heldOut/loss"] },
    accuracy: { title: "accuracy", unit: "share told", of: ["accuracy", "heldOut/accuracy"] },
    rate: { title: "learning rate", unit: "", of: ["learningRate"] },
  };
  // a step has a record of training, and some have one of the held-out images
  const steps = new Map<number, JsonLine>();
  for (const line of course) {
    if (typeof line.step !== "number") continue;
    steps.set(line.step, { ...steps.get(line.step), ...line });
  }
  const lines = [...steps.values()];
  return {
    axis: "gStep",
    x: lines.map(({ step }) => step as number),
    curves: Object.fromEntries(
      Object.entries(groups).flatMap(([group, { of }]) =>
        of.map((key) => {
          const y = lines.map(({ [key]: value }) => (typeof value === "number" ? value : null));
          return [key, { group, y }];
        }),
      ),
    ),
    perPoint: 1,
    every: 1,
    groups: Object.fromEntries(
      Object.entries(groups).map(([group, { title, unit }]) => [
        group,
        { title, unit, apart: false, first: true, reference: null },
      ]),
    ),
  };
}
