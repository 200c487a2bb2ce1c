/** The folder of an experiment: its result, and before that what it can go on from. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { refusal } from "../errors.ts";
import {
  createFolders,
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
import { asAttempt } from "../runs/folder/index.ts";
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

/** How the state of an experiment is written. */
export interface StateFormat<State, Progress> {
  /** What stands beside the tensors. */
  readonly progress: z.ZodType<Progress>;
  stateOf(kept: KeptState<Progress>): State;
  keptOf(state: State): KeptState<Progress>;
}

/**
 * The folder of an experiment.
 *
 * @param experiment all that decides its results; it becomes the beginning of the result.
 */
export function experimentFolder<State, Progress>(
  path: string,
  experiment: object,
  format: StateFormat<State, Progress>,
): ExperimentFolder<State> {
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
      const progress = format.progress.safeParse(parseJson(metadata.progress ?? ""));
      if (!progress.success) {
        const got = metadata.progress ?? "nothing";
        throw brokenFile(stateFile, "must say how far its experiment is", got);
      }
      return format.stateOf({ progress: progress.data, tensors: Object.fromEntries(entries) });
    },
    async keep(state) {
      const { progress, tensors } = format.keptOf(state);
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

/**
 * Runs work that needs the folder of an experiment for itself; without a path, work that needs none.
 *
 * @throws EvenkeelError `RUN_FOLDER` if another process is writing to the folder, or has taken it over; as reading the
 *   folder does, before anything is written; and any error of `work`.
 */
export async function aloneIn<State, T>(
  path: string | undefined,
  open: (path: string) => ExperimentFolder<State>,
  work: (folder: ExperimentFolder<State> | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(undefined);
  const folder = open(path);
  await folder.read();
  await createFolders(path);
  return asAttempt(path, false, (allow) =>
    work({
      ...folder,
      async keep(state) {
        allow();
        await folder.keep(state);
      },
      async finish(result) {
        allow();
        await folder.finish(result);
      },
    }),
  );
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

const zeroShotProgress = z.object({
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
  return experimentFolder(path, experiment, {
    progress: zeroShotProgress,
    stateOf: ({ progress: { epoch, loss, ...rest }, tensors }) => ({
      ...rest,
      state: { epoch, loss, tensors },
    }),
    keptOf: ({ state: { tensors, ...epoch }, results, ...rest }) => ({
      progress: { ...rest, results: [...results], ...epoch },
      tensors,
    }),
  });
}

/** The experiment of a result; empty for any other file. */
function experimentOf(text: string): unknown {
  const result = parseJson(text);
  return isJsonObject(result) ? (result.experiment ?? {}) : {};
}
