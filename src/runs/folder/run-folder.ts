/** A run's folder: made once, readable without Evenkeel, opened again to look or to go on. */
import { join } from "node:path";
import { RUN_NAME, RUN_NAME_RULE } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import {
  createFolder,
  isFolder,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
} from "../../files/index.ts";
import { cleanCheckpoints } from "../checkpoints/index.ts";
import { claimAttempt, endAttempt, refuseIfAlive, refuseIfSuperseded } from "./attempts.ts";
import {
  clearBeginning,
  createFreeFolder,
  createNumberedFolder,
  isUnstarted,
} from "./folder-claim.ts";
import { gitState, hostCores, thisProcess, versions } from "./provenance.ts";
import { RUN_FILES, type RunFiles, runFiles } from "./run-files.ts";
import { parseRunInfo, RUN_FORMAT_VERSION, type RunInfo } from "./run-info.ts";

/** An open run folder. */
export interface RunFolder {
  readonly path: string;
  /** The paths of what a run writes. */
  readonly files: RunFiles;
  /** What `run.json` holds. */
  info(): RunInfo;
  /**
   * Refuses a run that another attempt has gone on with since it was opened; to be called right before
   * each write.
   *
   * @throws EvenkeelError `RUN_FOLDER`.
   */
  refuseIfSuperseded(): void;
  /**
   * Changes fields of `run.json`, atomically; `updatedAt` is set. Calls are done in their order.
   *
   * @throws EvenkeelError `RUN_FOLDER` if another attempt has gone on with the run.
   */
  update(changes: Partial<Omit<RunInfo, "kind" | "formatVersion">>): Promise<void>;
}

/** What a new run folder is made of. */
export interface NewRun {
  /** Letters, digits, `.`, `_` and `-`; a part of the folder's name. */
  readonly name: string;
  /** The resolved config as YAML text, written as it is. */
  readonly config: string;
  /** The device the run computes on, such as `cpu`. */
  readonly device: string;
  readonly seed: number;
  /** The folder that holds the numbered run folders; default `runs`. */
  readonly runs?: string;
  /** The run's own folder, instead of a numbered one; must be new or empty. */
  readonly out?: string;
}

/**
 * Creates the folder of a new run: `<runs>/<number>-<name>/`, the number (four digits) being one more
 * than the largest in use, or `out`. Several processes may do so at once.
 *
 * @throws EvenkeelError `CONFIG` for a name that no folder can have; `RUN_FOLDER` if `out` is occupied;
 *   `DISK` if the disk refuses.
 */
export async function createRunFolder(run: NewRun): Promise<RunFolder> {
  if (!RUN_NAME.test(run.name)) {
    const got = JSON.stringify(run.name);
    throw new EvenkeelError("CONFIG", `name: ${RUN_NAME_RULE}, got ${got}`);
  }
  const path =
    run.out === undefined
      ? await createNumberedFolder(run.runs ?? "runs", run.name)
      : await createFreeFolder(run.out);
  // first, so that what a killed process leaves from here on can be told from files of others
  const attempt = await claimAttempt(path);
  await clearBeginning(path);
  await createFolder(join(path, RUN_FILES.checkpoints));
  await createFolder(join(path, RUN_FILES.samples));
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
    hostCores: hostCores(),
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
 * Opens the folder of a run, to read it; {@link beginAttempt} makes it ready for writing.
 *
 * @throws EvenkeelError `RUN_FOLDER` if there is no such folder, it is not a run's, or a file that
 *   every run has is missing or damaged.
 */
export async function openRunFolder(path: string): Promise<RunFolder> {
  if (!(await isFolder(path))) {
    throw new EvenkeelError("RUN_FOLDER", `${path}: there is no such folder`, {
      advice: "Name the folder of a run, such as runs/0007-quickstart.",
    });
  }
  const text = await readTextIfPresent(join(path, RUN_FILES.info));
  if (text === undefined && (await isUnstarted(path))) {
    throw new EvenkeelError("RUN_FOLDER", `${path}: no run has begun here`, {
      advice: `Its process may have been killed. Start it again: evenkeel train <recipe|config.yaml> --out ${path}`,
      details: { kind: "unstarted" },
    });
  }
  if (text === undefined) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${path}: this is no run folder, it has no ${RUN_FILES.info}`,
      {
        advice: "Name the folder of a run, such as runs/0007-quickstart.",
      },
    );
  }
  const info = parseRunInfo(text, join(path, RUN_FILES.info));
  if ((await readTextIfPresent(join(path, RUN_FILES.config))) === undefined) {
    throw new EvenkeelError("RUN_FOLDER", `${path}: ${RUN_FILES.config} is missing`, {
      advice: `Put the run's ${RUN_FILES.config} back; without it nobody knows what the run was.`,
    });
  }
  return runFolder(path, info);
}

/**
 * Makes an opened run folder this process's own, to go on with the run: status `running`, the attempt
 * one higher, versions, git state and cores those of now; what dead processes left is removed.
 *
 * @param takeOver whether to take the run from another machine's process that looks alive; that one then
 *   writes nothing more.
 * @throws EvenkeelError `RUN_FOLDER` if another live process writes the run, or one has gone on with it
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
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${run.path}: another process has gone on with this run`,
      {
        advice: `Go on from where it is now: evenkeel train --resume ${run.path}`,
      },
    );
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
  for (const folder of [run.path, run.files.samples]) await removeLeftovers(folder);
  await cleanCheckpoints(run.files.checkpoints);
}

/** Ends the attempt that a process has begun, once nothing more is written. */
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
