/** Tests a claim, in a folder in which an interrupted test continues. */

import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { EvenkeelError, refusal } from "../errors.ts";
import {
  isFile,
  type OwnFolder,
  parseJson,
  readTextIfPresent,
  writeFileAtomically,
} from "../files/index.ts";
import { openRequestFolder } from "../runs/folder/index.ts";
import type { SweepEvent } from "../sweeps/execution/index.ts";
import { LOCAL, type PlaceRequest } from "../sweeps/places/index.ts";
import type { ExpandedRun } from "../sweeps/plan/index.ts";
import { expectSlurm } from "../sweeps/slurm/index.ts";
import { shell } from "../text.ts";
import type {
  Chosen,
  Claim,
  ClaimContext,
  Findings,
  Scale,
  Setting,
  TrialRun,
  TrialTest,
} from "./claim.ts";
import { scalesOf } from "./claim.ts";
import { chooseData } from "./data/index.ts";
import { claimPage } from "./pages/index.ts";
import { RESULT_FILES, writeResult } from "./results/index.ts";
import {
  choiceRuns,
  expectInputs,
  planTrials,
  seedsOf,
  testRuns,
  trainTrials,
} from "./trials/index.ts";

/** How a claim is tested. */
export interface ClaimRequest {
  readonly claim: Claim;
  readonly scale: Scale;
  /** Names of data sets; default: MNIST where its files are found, else the built-in shapes. */
  readonly data?: readonly string[] | undefined;
  /** Of trials; default the claim's. */
  readonly seeds?: number | undefined;
  /** Options `path=value` for all trials. */
  readonly set: readonly string[];
  /** The folder; default the next number below `runs`. A folder of the same test continues it. */
  readonly out?: string | undefined;
}

/** Runs that are trained together: those that choose something, or those that are tested. */
export interface ClaimStage {
  readonly name: "choice" | "test";
  /** What is chosen; empty of a test. */
  readonly what: string;
  readonly runs: readonly ExpandedRun[];
}

/** Where a claim's trials are trained, and callbacks meanwhile. */
export interface ClaimOptions extends Partial<Pick<ClaimContext, "progress" | "signal">> {
  /** Where trials are trained; default: this machine. */
  readonly place?: PlaceRequest;
  /** Called once, before anything is trained. */
  readonly onFolder?: (folder: string, setting: Setting) => void;
  /** Called before runs are trained. */
  readonly onStage?: (stage: ClaimStage) => void;
  /** Called when a choice is made. */
  readonly onChosen?: (what: string, chosen: Chosen) => void;
  /** Called while runs are trained. */
  readonly onEvent?: (event: SweepEvent) => void;
}

/** The result of testing a claim. */
export interface ClaimResult {
  readonly folder: string;
  readonly setting: Setting;
  readonly findings: Findings;
}

const FILES = { request: "claim.json", choice: "choice.json" } as const;
/** The folders of the sweeps. */
const SWEEPS = { choice: "choice", test: "sweep" } as const;

/** A claim's folder. */
export const CLAIM_FOLDER: OwnFolder = {
  what: "the test of a claim",
  mark: FILES.request,
  names: [FILES.choice, ...Object.values(RESULT_FILES), ...Object.values(SWEEPS)],
};

/**
 * What a claim is tested on: the scale, and the images that are asked for or found.
 *
 * @throws EvenkeelError `USAGE` for a scale that the claim has not, and for data sets that do not fit.
 */
export async function settingOf(request: ClaimRequest): Promise<Setting> {
  const { claim, scale, data, seeds, set, out } = request;
  const known = scalesOf(claim);
  if (!known.includes(scale)) {
    throw new EvenkeelError(
      "USAGE",
      `--scale: must be ${known.join(" or ")}, as ${claim.name} is not defined at the ${scale} scale`,
      { advice: shell`evenkeel claim show ${claim.name} says how it is tested at each.` },
    );
  }
  if (claim.test.kind === "direct") {
    if (seeds !== undefined && claim.test.seeds === undefined) {
      const rule = `must be left out, as ${claim.name} does not compare pairs of seeds`;
      throw refusal("USAGE", { where: "--seeds", rule, got: seeds });
    }
    if (data === undefined) return { scale, data: [] };
    throw new EvenkeelError("USAGE", `--data: must be left out, as ${claim.name} needs no images`);
  }
  const named = data ?? (out === undefined ? undefined : await dataBefore(out));
  return { scale, data: await chooseData({ scale, named, all: claim.test.allData, set }) };
}

/** The data sets of an interrupted test, which stay as they are. */
async function dataBefore(out: string): Promise<readonly string[] | undefined> {
  const stored = parseJson((await readTextIfPresent(join(out, FILES.request))) ?? "");
  const { data } = Object(stored) as { readonly data?: unknown };
  const isList = Array.isArray(data) && data.every((name) => typeof name === "string");
  return isList && data.length > 0 ? data : undefined;
}

/**
 * Tests a claim: trains its trials as processes of this machine, or as jobs of a cluster, and judges what
 * they left. A test with a choice trains first what chooses, on seeds of its own. Leaves `result.json`,
 * `figure.svg` and `index.html` in its folder, `sweep/` of trials, `choice/` and `choice.json` of a choice.
 *
 * @example
 * const result = await runClaim({ claim: claimNamed("spectra"), scale: "small", set: [] });
 * console.log(result?.findings.verdict, result?.findings.measured);
 *
 * @returns `undefined` when the signal stopped it; the same request with the same folder continues.
 * @throws EvenkeelError `USAGE` for a scale or data that do not fit the claim; `DATA` and `DISK` for files
 *   that are missing; `RUN_FOLDER` for a folder of another test, `SLURM` as a cluster has it, and what
 *   training refuses.
 */
export async function runClaim(
  request: ClaimRequest,
  options: ClaimOptions = {},
): Promise<ClaimResult | undefined> {
  const { claim, scale, set } = request;
  const { test } = claim;
  const { place = LOCAL, onFolder } = options;
  const { signal = new AbortController().signal, progress = () => {} } = options;
  if (place.on === "slurm") await expectSlurm();
  const setting = await settingOf(request);
  // wrong options and missing files are refused before there is a folder
  if (test.kind === "trials") {
    const planned = await planTrials(test, setting, request);
    const isBegun = request.out !== undefined && (await isFile(join(request.out, FILES.request)));
    if (place.on === "local" && !isBegun) await expectInputs([...planned.choice, ...planned.test]);
  }
  const folder = await openRequestFolder({
    out: request.out,
    name: `claim-${claim.name}`,
    file: FILES.request,
    request: {
      ...{ claim: claim.name, scale, data: setting.data.map(({ name }) => name) },
      ...{ seeds: request.seeds ?? null, set },
    },
  });
  onFolder?.(folder, setting);
  const context: ClaimContext = { ...setting, signal, progress };
  const trained =
    test.kind === "direct" ? NOT_TRAINED : await trainAll(test, request, context, folder, options);
  if (trained === undefined) return undefined;
  const start = performance.now();
  const seeds =
    test.kind === "trials"
      ? seedsOf(test, setting, request.seeds)
      : (request.seeds ?? test.seeds ?? null);
  const judged =
    test.kind === "direct"
      ? test.measure({ ...context, seeds: seeds ?? 0 })
      : test.judge(trained.runs, { ...context, ...trained });
  // what was stopped may have nothing that can be judged
  const findings = await judged.catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (findings === undefined || signal.aborted) return undefined;
  const all = [...trained.choiceRuns, ...trained.runs];
  const tested = {
    ...{ claim, setting, set, findings },
    seeds,
    chosen: test.kind === "trials" && test.choice !== undefined ? trained.chosen : null,
    cost: {
      runs: all.length,
      seconds: {
        training: all.reduce((sum, { seconds }) => sum + seconds, 0),
        judging: (performance.now() - start) / 1000,
      },
    },
  };
  await writeResult(folder, tested);
  await writeFileAtomically(join(folder, RESULT_FILES.page), claimPage(tested));
  return { folder, setting, findings };
}

/** What was trained for a test. */
interface Trained {
  readonly runs: readonly TrialRun[];
  readonly chosen: Chosen;
  readonly choiceRuns: readonly TrialRun[];
}

const NOT_TRAINED: Trained = { runs: [], chosen: {}, choiceRuns: [] };

/** Trains what chooses, then what is tested; `undefined` when the signal stopped it. */
async function trainAll(
  test: TrialTest,
  request: ClaimRequest,
  context: ClaimContext,
  folder: string,
  options: ClaimOptions,
): Promise<Trained | undefined> {
  const { place = LOCAL, onStage, onChosen, onEvent = () => {} } = options;
  const { signal } = context;
  const train = async (name: ClaimStage["name"], what: string, runs: readonly ExpandedRun[]) => {
    onStage?.({ name, what, runs });
    const made = { out: join(folder, SWEEPS[name]), name: request.claim.name, runs };
    return trainTrials(made, place, { signal, onEvent });
  };
  const { choice } = test;
  let [chosen, tried]: [Chosen, readonly TrialRun[]] = [{}, []];
  if (choice !== undefined) {
    const runs = await train("choice", choice.what, await choiceRuns(test, context, request));
    if (runs === undefined) return undefined;
    tried = runs;
    chosen = await choice.choose(runs, context);
    await keepChosen(folder, chosen);
    onChosen?.(choice.what, chosen);
  }
  const runs = await train("test", "", await testRuns(test, context, chosen, request));
  return runs && { runs, chosen, choiceRuns: tried };
}

/** Writes what was chosen; what was written before must be the same, as the runs of the test follow from it. */
async function keepChosen(folder: string, chosen: Chosen): Promise<void> {
  const file = join(folder, FILES.choice);
  const before = await readTextIfPresent(file);
  const text = JSON.stringify(chosen);
  if (before === undefined) {
    return writeFileAtomically(file, `${JSON.stringify(chosen, null, 2)}\n`);
  }
  if (isDeepStrictEqual(parseJson(before), JSON.parse(text))) return;
  throw refusal("RUN_FOLDER", {
    where: file,
    rule: `must hold what the runs beside it choose, ${text}`,
    got: before.trim(),
    advice:
      "If it was damaged or edited, remove it; if another version wrote it, choose another --out.",
  });
}
