/** The work of `evenkeel evaluate`: carries out a request and saves the records. */
import { resolve } from "node:path";
import { mixtureOf } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { createFolders, isFolder } from "../../files/index.ts";
import { openExperiment } from "../../runs/experiments/index.ts";
import { runFiles, savedStep } from "../../runs/folder/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { countOf, shell } from "../../text.ts";
import { evaluate } from "../evaluate.ts";
import { type ExtractorPool, extractorPool } from "../extractors/index.ts";
import type { EvaluationCallbacks } from "../progress.ts";
import { defaultMetrics, type LeftOut, requestedProtocols } from "../protocol/index.ts";
import { type ReferenceCache, referenceCache, referenceData } from "../reference/index.ts";
import { appendEvaluations, savePictures } from "../results/index.ts";
import type { Subject } from "../subject/index.ts";
import { openSubject } from "./open-subject.ts";
import type {
  EvaluatedSubject,
  EvaluationMessage,
  EvaluationOutcome,
  EvaluationRequest,
} from "./request.ts";

/**
 * Carries out a request. The records of a subject are appended to a file together, as whole lines, once
 * all of them are computed.
 *
 * @throws EvenkeelError if the request, the files, the data or the device are not usable.
 */
export async function runEvaluation(
  request: EvaluationRequest,
  report: (message: EvaluationMessage) => void,
  shouldStop: () => boolean = () => false,
): Promise<EvaluationOutcome> {
  const note = (text: string) => report({ type: "note", text });
  const callbacks: EvaluationCallbacks = {
    shouldStop,
    onProgress: (progress) => report({ type: "progress", progress }),
  };
  const extractors = extractorPool({ device: request.device });
  const cache = referenceCache(undefined, note);
  try {
    await extractors.read(request.features);
    const isFile = !(await isFolder(request.path));
    const experiment = isFile ? undefined : await openExperiment(request.path);
    if (experiment === undefined) {
      const leftOut: LeftOut[] = [];
      const tools = { extractors, cache, callbacks, note, leftOut };
      return { subjects: [await evaluateOne(request, tools)], leftOut };
    }
    const subjects: EvaluatedSubject[] = [];
    const leftOut: LeftOut[] = [];
    for (const seed of experiment.seeds) {
      const path = experiment.folderOf(seed);
      if (await hasCheckpoint(path)) {
        const tools = { extractors, cache, callbacks, note, leftOut };
        subjects.push(await evaluateOne({ ...request, path }, tools));
      } else leftOut.push({ what: path, reason: "it has no checkpoint yet" });
    }
    if (subjects.length === 0) {
      throw refusal("RUN_FOLDER", {
        where: request.path,
        rule: "at least one run must have a checkpoint",
        got: `${countOf(experiment.seeds.length, "run")} without one`,
        advice: shell`Train them: evenkeel train --resume ${request.path}`,
      });
    }
    return { subjects, leftOut };
  } finally {
    await extractors.release();
  }
}

interface Tools {
  readonly extractors: ExtractorPool;
  readonly cache: ReferenceCache;
  readonly callbacks: EvaluationCallbacks;
  readonly note: (text: string) => void;
  readonly leftOut: LeftOut[];
}

async function evaluateOne(request: EvaluationRequest, tools: Tools): Promise<EvaluatedSubject> {
  const { callbacks, extractors, cache, note, leftOut } = tools;
  const { subject, data, configured } = await openSubject(request, callbacks);
  try {
    for (const text of subject.notes) note(text);
    const root = request.root ?? data?.root ?? "data";
    const metrics = request.metrics ?? defaultMetrics(data);
    const features = { root, named: request.features ?? configured?.evaluate.features };
    const wanted = await requestedProtocols(request, { data, configured }, features, {
      extractors,
      leftOut,
    });
    const evaluations = await evaluate({
      ...callbacks,
      subject,
      protocols: wanted,
      metrics,
      reference: data && referenceData(data, callbacks, { run: trainedRun(request, subject) }),
      openExtractor: (wanted) => extractors.open(wanted, features),
      cache,
      engine: nodeEngine({ device: "cpu" }),
      mixture: data && mixtureOf(data),
    });
    const { about, counters } = subject;
    const folder = request.out ?? (about.kind === "run" ? about.path : undefined);
    if (folder !== undefined) await createFolders(resolve(folder));
    const place = request.out ?? (about.kind === "run" ? runFiles(about.path).pictures : ".");
    const kept: EvaluatedSubject["evaluations"][number][] = [];
    for (const { pictures, ...evaluation } of evaluations) {
      const paths = await savePictures(pictures, resolve(place), counters?.gStep);
      kept.push({ ...evaluation, pictures: paths });
    }
    const file = folder === undefined ? null : runFiles(folder).evaluations;
    const records = evaluations.flatMap((one) => one.records);
    if (file !== null) await appendEvaluations(file, records);
    return { path: about.path, evaluations: kept, file };
  } finally {
    await subject.release();
  }
}

/** The run whose own data its generator is compared with. */
const trainedRun = ({ against }: EvaluationRequest, { about }: Subject) =>
  against === undefined && about.kind === "run" ? about.path : undefined;

const hasCheckpoint = async (run: string) => (await savedStep(run)) > 0;
