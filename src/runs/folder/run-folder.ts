/** A run's folder: created once, readable without Evenkeel, opened for reading or for resuming. */
import { join } from "node:path";
import { RUN_NAME, RUN_NAME_RULE } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import {
  createFolder,
  isFile,
  isFolder,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
} from "../../files/index.ts";
import { shell } from "../../text.ts";
import { cleanCheckpoints } from "../checkpoints/index.ts";
import {
  claimAttempt,
  endAttempt,
  refuseIfAlive,
  refuseIfSuperseded,
  takenOver,
} from "./attempts.ts";
import {
  clearBeginning,
  createFreeFolder,
  createNumberedFolder,
  isUnstarted,
} from "./folder-claim.ts";
import { gitState, hostCores, thisProcess, versions } from "./provenance.ts";
import { RUN_FILES, type RunFiles, runFiles } from "./run-files.ts";
import { notARun, parseRunInfo, RUN_FORMAT_VERSION, type RunInfo } from "./run-info.ts";

/** An open run folder. */
export interface RunFolder {
  readonly path: string;
  /** The paths of what the run writes. */
  readonly files: RunFiles;
  /** The content of `run.json`. */
  info(): RunInfo;
  /**
   * Throws if another attempt has taken over the run since it was opened. Call it just before each write.
   *
   * @throws EvenkeelError `RUN_FOLDER`.
   */
  refuseIfSuperseded(): void;
  /**
   * Changes fields of `run.json` atomically and sets `updatedAt`. Calls take effect in their order.
   *
   * @throws EvenkeelError `RUN_FOLDER` if another attempt has taken over the run.
   */
  update(changes: Partial<Omit<RunInfo, "kind" | "formatVersion">>): Promise<void>;
}

/** The content of a new run folder. */
export interface NewRun {
  /** Letters, digits, `.`, `_` and `-`; a part of the folder's name. */
  readonly name: string;
  /** The resolved config as YAML text, written unchanged. */
  readonly config: string;
  /** The text of its `dataset.json`. */
  readonly dataset?: string;
  /** The device that the run computes on, such as `cpu`. */
  readonly device: string;
  /** Processor threads that it computes with. */
  readonly threads?: number | undefined;
  readonly seed: number;
  /** The names of the classes that a conditional generator draws, by their numbers. */
  readonly classes?: readonly string[] | undefined;
  /** What the run starts from, if it does from another one's weights. */
  readonly from?: RunInfo["from"];
  /** The folder that holds the numbered run folders; default `runs`. */
  readonly runs?: string;
  /** The run's folder, instead of a numbered one; must be new or empty. */
  readonly out?: string;
}

/**
 * Creates the folder of a new run: `out`, or `<runs>/<number>-<name>/` with the four-digit number after the
 * largest one in use. Several processes may do so at the same time.
 *
 * @throws EvenkeelError `CONFIG` for an invalid name; `RUN_FOLDER` if `out` is occupied; `DISK` if the disk
 *   refuses.
 */
export async function createRunFolder(run: NewRun): Promise<RunFolder> {
  if (!RUN_NAME.test(run.name)) {
    throw refusal("CONFIG", {
      where: "name",
      rule: RUN_NAME_RULE,
      got: JSON.stringify(run.name),
    });
  }
  const path =
    run.out === undefined
      ? await createNumberedFolder(run.runs ?? "runs", run.name)
      : await createFreeFolder(run.out);
  // The claim comes first, so that the leftovers of a killed process differ from a user's files.
  const attempt = await claimAttempt(path);
  await clearBeginning(path);
  await createFolder(join(path, RUN_FILES.checkpoints));
  await createFolder(join(path, RUN_FILES.samples));
  if (run.dataset !== undefined) {
    await writeFileAtomically(join(path, RUN_FILES.dataset), run.dataset);
  }
  // after what its relative paths start from
  await writeFileAtomically(join(path, RUN_FILES.config), run.config);
  const git = await gitState(process.cwd());
  const now = new Date().toISOString();
  const info: RunInfo = {
    kind: "evenkeel-run",
    formatVersion: RUN_FORMAT_VERSION,
    name: run.name,
    status: "running",
    exitReason: null,
    attempt,
    process: thisProcess(),
    versions: versions(),
    git,
    device: run.device,
    seed: run.seed,
    ...(run.classes && { classes: [...run.classes] }),
    ...(run.from && { from: run.from }),
    hostCores: hostCores(),
    ...(run.threads !== undefined && { threads: run.threads }),
    startedAt: now,
    updatedAt: now,
    endedAt: null,
    timings: {},
    counters: { gStep: 0, dStep: 0, images: 0 },
  };
  await writeInfo(path, info);
  return runFolder(path, info);
}

/**
 * Opens the folder of a run for reading; {@link beginAttempt} prepares it for writing.
 *
 * @throws EvenkeelError `RUN_FOLDER` if the folder is missing or not a run folder, or if a file that every
 *   run has is missing or damaged.
 */
export async function openRunFolder(path: string): Promise<RunFolder> {
  if (await isFile(path)) throw notARun(path, "this is a file, not the folder of a run");
  if (!(await isFolder(path))) throw notARun(path, "there is no such folder");
  const text = await readTextIfPresent(join(path, RUN_FILES.info));
  if (text === undefined && (await isUnstarted(path))) {
    throw refusal("RUN_FOLDER", {
      where: path,
      rule: "no run has started here",
      advice: shell`Its process may have been killed. Start it again: evenkeel train <recipe|config.yaml> --out ${path}`,
      details: { kind: "unstarted" },
    });
  }
  if (text === undefined)
    throw notARun(path, `this is not a run folder, it has no ${RUN_FILES.info}`);
  const info = parseRunInfo(text, join(path, RUN_FILES.info));
  if ((await readTextIfPresent(join(path, RUN_FILES.config))) === undefined) {
    throw refusal("RUN_FOLDER", {
      where: path,
      rule: `${RUN_FILES.config} is missing`,
      advice: `Restore the run's ${RUN_FILES.config}: without it the run cannot be identified.`,
    });
  }
  return runFolder(path, info);
}

/**
 * Claims an opened run folder for this process in order to resume the run: sets the status to `running`,
 * increments the attempt, records the current versions, git state and cores, and removes what dead
 * processes left.
 *
 * @param takeOver whether to take the run from a process on another machine that looks alive; that process
 *   then stops writing.
 * @throws EvenkeelError `RUN_FOLDER` if another live process writes to the run, or if one has taken it over
 *   since `run` was opened.
 */
export async function beginAttempt(
  run: RunFolder,
  device: string,
  takeOver = false,
): Promise<void> {
  const { attempt: known } = run.info();
  const now = await openRunFolder(run.path);
  await refuseIfAlive(run.path, { takeOver });
  if (now.info().attempt !== known) {
    throw takenOver(run.path, shell`Resume its current state: evenkeel train --resume ${run.path}`);
  }
  const git = await gitState(process.cwd());
  const attempt = await claimAttempt(run.path, { after: known, takeOver });
  await run.update({
    status: "running",
    exitReason: null,
    endedAt: null,
    attempt,
    process: thisProcess(),
    versions: versions(),
    git,
    device,
    hostCores: hostCores(),
  });
  for (const folder of [run.files.checkpoints, run.files.samples]) await createFolder(folder);
  await removeLeftovers(run.files.samples);
  await cleanCheckpoints(run.files.checkpoints);
}

/** Ends this process's attempt. Nothing may be written afterwards. */
export async function finishAttempt({ path, info }: RunFolder): Promise<void> {
  await endAttempt(path, info().attempt);
}

function runFolder(path: string, first: RunInfo): RunFolder {
  let info = first;
  let written: Promise<void> = Promise.resolve();
  return {
    path,
    files: runFiles(path),
    info: () => info,
    refuseIfSuperseded: () => refuseIfSuperseded(path, info.attempt),
    update(changes) {
      info = { ...info, ...changes, updatedAt: new Date().toISOString() };
      const next = info;
      const write = () => writeInfo(path, next);
      written = written.then(write, write);
      return written;
    },
  };
}

async function writeInfo(path: string, info: RunInfo): Promise<void> {
  const text = `${JSON.stringify(info, null, 2)}\n`;
  const allow = () => refuseIfSuperseded(path, info.attempt);
  await writeFileAtomically(join(path, RUN_FILES.info), text, allow);
}
