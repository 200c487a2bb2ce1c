/** Everything that the page of one run shows, apart from its curves. */
import { hostname } from "node:os";
import { type EvaluationRecord, resultSentences } from "../../evaluation/results/index.ts";
import { isFile, readTextIfPresent } from "../../files/index.ts";
import { liveAttempt, type RunInfo, runFiles } from "../../runs/folder/index.ts";
import { formatCount, shell } from "../../text.ts";
import type { RunDetails } from "../api.ts";
import type { RunEntry } from "./entry.ts";
import { recipeDifferences } from "./recipe-differences.ts";
import { picturesIn } from "./served-files.ts";

/**
 * Reads the details of a run.
 *
 * @param keys the config keys of its summary.
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function detailsOf(entry: RunEntry, keys: readonly string[]): Promise<RunDetails> {
  const { folder, info, samples } = entry;
  const files = runFiles(folder);
  const config = await entry.config();
  const summary = entry.summary(keys);
  const live = await liveAttempt(folder);
  return {
    summary,
    folder,
    samples,
    reals: await isFile(files.reals),
    pictures: await picturesIn(folder),
    hasReport: await isFile(files.report),
    evaluations: entry.evaluations.map((record) => ({
      metric: record.metric,
      value: record.value,
      gStep: record.gStep ?? 0,
      protocol: record.protocolHash,
      protocolText: protocolText(record),
    })),
    sentences: resultSentences(entry.evaluations),
    differences: await recipeDifferences(config),
    healthActions: (info?.healthActions ?? []).map(({ gStep, state, done }) => ({
      gStep,
      state,
      done,
    })),
    configText: (await readTextIfPresent(files.config, "small")) ?? "",
    config,
    environment: info === undefined ? {} : environmentOf(info),
    commands: {
      sample: shell`npx evenkeel sample ${folder}`,
      evaluate: shell`npx evenkeel evaluate ${folder}`,
      export: shell`npx evenkeel export ${folder}`,
      resume: shell`npx evenkeel train --resume ${folder}`,
    },
    canStop: live !== undefined && live.host === hostname(),
    canResume: live === undefined && ["interrupted", "stopped"].includes(summary.status),
  };
}

/** `quick evaluation: 2000 generated images and 2000 of the training images, features of photos`. */
function protocolText({ protocol, counts, extractor }: EvaluationRecord): string {
  const { title, settings } = protocol;
  const features = extractor === null ? "" : `, features of ${extractor.name}`;
  return `${title}: ${formatCount(counts.fake)} generated and ${formatCount(counts.real)} ${settings.real.split} images${features}`;
}

function environmentOf(info: RunInfo): Readonly<Record<string, string>> {
  const { versions, git, process: owner } = info;
  return {
    device: info.device,
    seed: `${info.seed}`,
    threads: `${info.threads ?? "unknown"} of ${info.hostCores} cores`,
    attempt: `${info.attempt}`,
    process: `${owner.pid} on ${owner.host}`,
    Evenkeel: versions.evenkeel,
    "Node.js": versions.node,
    "ONNX Runtime": versions.onnxruntime,
    ...(git && { commit: `${git.commit}${git.dirty ? ", with changes" : ""}` }),
  };
}
