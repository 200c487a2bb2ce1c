/** A run's folder: made once, readable without Evenkeel, opened again to look or to go on. */
import { join } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { cleanCheckpoints } from "./checkpoint-files.ts";
import {
  createFolder,
  isFolder,
  isOtherLiveProcess,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
} from "./files.ts";
import { claimFolder, createNumberedFolder } from "./folder-claim.ts";
import { gitState, hostCores, thisProcess, versions } from "./provenance.ts";
import { parseRunInfo, RUN_FORMAT_VERSION, type RunInfo } from "./run-info.ts";
import { RUN_NAME, RUN_NAME_RULE } from "./run-name.ts";

/** An open run folder. */
export interface RunFolder {
  readonly path: string;
  /** The paths of what a run writes. */
  readonly files: Readonly<Record<keyof typeof FILES, string>>;
  /** What `run.json` holds. */
  info(): RunInfo;
  /** Changes fields of `run.json`, atomically; `updatedAt` is set. Calls are done in their order. */
  update(changes: Partial<Omit<RunInfo, "kind" | "formatVersion">>): Promise<void>;
}

const FILES = {
  config: "config.yaml",
  info: "run.json",
  metrics: "metrics.jsonl",
  evaluations: "evaluations.jsonl",
  samples: "samples",
  checkpoints: "checkpoints",
  generator: "generator.onnx",
  report: "report.html",
} as const;

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
      : await claimFolder(run.out);
  await createFolder(join(path, FILES.checkpoints));
  await createFolder(join(path, FILES.samples));
  await writeFileAtomically(join(path, FILES.config), run.config);
  const now = new Date().toISOString();
  const info: RunInfo = {
    kind: "evenkeel-run",
    formatVersion: RUN_FORMAT_VERSION,
    name: run.name,
    status: "running",
    exitReason: null,
    attempt: 1,
    process: thisProcess(),
    versions: versions(),
    git: await gitState(process.cwd()),
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
  const text = await readTextIfPresent(join(path, FILES.info));
  if (text === undefined) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${path}: this is no run folder, it has no ${FILES.info}`,
      {
        advice: "Name the folder of a run, such as runs/0007-quickstart.",
      },
    );
  }
  const info = parseRunInfo(text, join(path, FILES.info));
  if ((await readTextIfPresent(join(path, FILES.config))) === undefined) {
    throw new EvenkeelError("RUN_FOLDER", `${path}: ${FILES.config} is missing`, {
      advice: `Put the run's ${FILES.config} back; without it nobody knows what the run was.`,
    });
  }
  return runFolder(path, info);
}

/**
 * Makes an opened run folder this process's own, to go on with the run: status `running`, the attempt
 * one higher, versions, git state and cores those of now; what dead processes left is removed.
 *
 * @throws EvenkeelError `RUN_FOLDER` if another live process of this machine writes the run, or one has
 *   gone on with it since `run` was opened.
 */
export async function beginAttempt(run: RunFolder, device: string): Promise<void> {
  const { attempt } = run.info();
  const now = await openRunFolder(run.path);
  refuseIfRunning(now);
  if (now.info().attempt !== attempt) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${run.path}: another process has gone on with this run`,
      {
        advice: `Go on from where it is now: evenkeel train --resume ${run.path}`,
      },
    );
  }
  for (const folder of [run.files.checkpoints, run.files.samples]) await createFolder(folder);
  for (const folder of [run.path, run.files.samples]) await removeLeftovers(folder);
  await cleanCheckpoints(run.files.checkpoints);
  await run.update({
    status: "running",
    exitReason: null,
    endedAt: null,
    attempt: attempt + 1,
    process: thisProcess(),
    versions: versions(),
    git: await gitState(process.cwd()),
    device,
    hostCores: hostCores(),
  });
}

/**
 * Refuses a run that another live process of this machine writes.
 *
 * @throws EvenkeelError `RUN_FOLDER` with that process's number.
 */
export function refuseIfRunning(run: RunFolder): void {
  const { status, process: writer } = run.info();
  const here = thisProcess();
  if (status === "running" && writer.host === here.host && isOtherLiveProcess(writer.pid)) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${run.path}: process ${writer.pid} is running this run`,
      {
        advice:
          `Stop that process first. If it is none of Evenkeel's, set "status" to "stopped" in ` +
          `${run.files.info}.`,
      },
    );
  }
}

function runFolder(path: string, first: RunInfo): RunFolder {
  let info = first;
  let written: Promise<void> = Promise.resolve();
  const entries = Object.entries(FILES).map(([key, name]) => [key, join(path, name)]);
  return {
    path,
    files: Object.fromEntries(entries) as RunFolder["files"],
    info: () => info,
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
  await writeFileAtomically(join(path, FILES.info), `${JSON.stringify(info, null, 2)}\n`);
}
