/** The folder of an experiment: its result, and before that what it can go on from. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { refusal } from "../errors.ts";
import {
  isFile,
  onDisk,
  parseJson,
  readBytes,
  readTextIfPresent,
  writeOutput,
} from "../files/index.ts";
import { brokenFile } from "../formats/broken.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/index.ts";
import { differingPaths, isJsonObject } from "../json.ts";
import type { ExperimentState, ZeroShotResult } from "./experiment.ts";
import type { ZeroShotTensors } from "./model/train.ts";

/** The files of an experiment. */
export const zeroShotFiles = { result: "result.json", state: "state.safetensors" } as const;

/** An experiment between two epochs: plain data and tensors. */
export interface KeptState<Progress> {
  readonly progress: Progress;
  readonly tensors: ZeroShotTensors;
}

/** What an experiment leaves in its folder. */
export interface ExperimentFolder<State> {
  /**
   * What the experiment can go on from; `undefined` if there is nothing.
   *
   * @throws EvenkeelError `USAGE` where the folder holds the state or the result of another experiment, `DATA` for a
   *   damaged state.
   */
  read(): Promise<State | undefined>;
  /** Keeps what the experiment can go on from. */
  keep(state: State): Promise<void>;
  /** Writes the result, and removes the state. */
  finish(result: object): Promise<void>;
}

/**
 * The folder of an experiment.
 *
 * @param experiment all that decides its results; it becomes the beginning of the result.
 * @param progressSchema what stands beside the tensors of a state.
 */
export function experimentFolder<Progress>(
  path: string,
  experiment: object,
  progressSchema: z.ZodType<Progress>,
): ExperimentFolder<KeptState<Progress>> {
  const key = JSON.stringify(experiment);
  const [resultFile, stateFile] = [zeroShotFiles.result, zeroShotFiles.state].map((name) =>
    join(path, name),
  ) as [string, string];
  const refuseOther = (file: string, other: unknown) =>
    refusal("USAGE", {
      where: file,
      rule: `must be of the same experiment, got one with other ${differingPaths(experiment, other).join(", ") || "contents"}`,
      advice: "Name another folder with --out, or remove the file and what was trained with it.",
    });
  return {
    async read() {
      const text = await readTextIfPresent(resultFile);
      const done = text === undefined ? experiment : experimentOf(text);
      if (JSON.stringify(done) !== key) throw refuseOther(resultFile, done);
      if (!(await isFile(stateFile))) return undefined;
      const bytes = await onDisk("read", stateFile, () => readBytes(stateFile));
      const { tensors, metadata } = decodeSafetensors(bytes, stateFile);
      if (metadata.experiment !== key) {
        throw refuseOther(stateFile, parseJson(metadata.experiment ?? ""));
      }
      const entries = [...tensors].map(([name, { shape, data }]) => {
        return [name, { shape, data: data as Float32Array }] as const;
      });
      const progress = progressSchema.safeParse(parseJson(metadata.progress ?? ""));
      if (!progress.success) {
        const got = metadata.progress ?? "nothing";
        throw brokenFile(stateFile, "must say how far its experiment is", got);
      }
      return { progress: progress.data, tensors: Object.fromEntries(entries) };
    },
    async keep({ progress, tensors }) {
      const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
        return [name, { dtype: "float32", shape, data: Float32Array.from(data) }] as const;
      });
      const metadata = { experiment: key, progress: JSON.stringify(progress) };
      await writeOutput(stateFile, encodeSafetensors(Object.fromEntries(entries), metadata));
    },
    async finish(result) {
      await writeOutput(resultFile, `${JSON.stringify({ experiment, ...result }, null, 2)}\n`);
      await onDisk("remove", stateFile, () => rm(stateFile, { force: true }));
    },
  };
}

/** Milliseconds between two states that are kept. */
const KEEP_EVERY = 30_000;

/** Keeps a state now and then, and when the signal is aborted. */
export function keepNowAndThen<State>(
  folder: Pick<ExperimentFolder<State>, "keep"> | undefined,
  signal: AbortSignal | undefined,
): (state: () => Promise<State>) => Promise<void> {
  let kept = performance.now();
  return async (state) => {
    const now = performance.now();
    if (folder === undefined || (!signal?.aborted && now - kept < KEEP_EVERY)) return;
    await folder.keep(await state());
    kept = now;
  };
}

/** The result of a seed, as this program has written it. */
export function resultOf<Result extends { readonly seed: number }>(): z.ZodType<Result> {
  return z.custom<Result>((value) => isJsonObject(value) && typeof value.seed === "number");
}

/** How far an experiment without tasks is. */
const progressSchema = z.object({
  results: z.array(resultOf<ZeroShotResult>()),
  purpose: z.enum(["calibration", "test"]),
  bias: z.number().nullable(),
  epoch: z.int().min(1),
  loss: z.number(),
});

/** The folder of {@link runZeroShot}'s experiment. */
export function zeroShotFolder(
  path: string,
  experiment: object,
): ExperimentFolder<ExperimentState> {
  const folder = experimentFolder(path, experiment, progressSchema);
  return {
    ...folder,
    async read() {
      const kept = await folder.read();
      if (kept === undefined) return undefined;
      const { epoch, loss, ...rest } = kept.progress;
      return { ...rest, state: { epoch, loss, tensors: kept.tensors } };
    },
    keep: ({ state: { tensors, ...epoch }, results, ...rest }) =>
      folder.keep({ progress: { ...rest, results: [...results], ...epoch }, tensors }),
  };
}

/** The experiment of a result; empty for any other file. */
function experimentOf(text: string): unknown {
  const result = parseJson(text);
  return isJsonObject(result) ? (result.experiment ?? {}) : {};
}
