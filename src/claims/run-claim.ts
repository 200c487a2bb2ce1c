/** Tests a claim, in a folder in which an interrupted test continues. */

import { join } from "node:path";
import { type OwnFolder, writeFileAtomically } from "../files/index.ts";
import { openRequestFolder, versions } from "../runs/folder/index.ts";
import type { SweepEvent } from "../sweeps/execution/index.ts";
import { LOCAL, type PlaceRequest } from "../sweeps/places/index.ts";
import type { ExpandedRun } from "../sweeps/plan/index.ts";
import { expectSlurm } from "../sweeps/slurm/index.ts";
import type { Claim, ClaimContext, Findings, Scale } from "./claim.ts";
import { claimPage } from "./page.ts";
import { expandTrials, TRIALS, trainTrials } from "./trials.ts";

/** How a claim is tested. */
export interface ClaimRequest {
  readonly claim: Claim;
  readonly scale: Scale;
  /** Of trials; default the claim's. */
  readonly seeds?: number | undefined;
  /** Options `path=value` for all trials. */
  readonly set: readonly string[];
  /** The folder; default the next number below `runs`. A folder of the same test continues it. */
  readonly out?: string | undefined;
}

/** Where a claim's trials are trained, and callbacks meanwhile. */
export interface ClaimOptions extends Partial<Omit<ClaimContext, "scale">> {
  /** Where trials are trained; default: this machine. */
  readonly place?: PlaceRequest;
  /** Called once, with the trials, before anything is trained. */
  readonly onFolder?: (folder: string, trials: readonly ExpandedRun[]) => void;
  /** Called while the trials are trained. */
  readonly onEvent?: (event: SweepEvent) => void;
}

/** The result of testing a claim. */
export interface ClaimResult {
  readonly folder: string;
  readonly findings: Findings;
}

const FILES = { request: "claim.json", result: "result.json", page: "index.html" } as const;

/** A claim's folder. */
export const CLAIM_FOLDER: OwnFolder = {
  what: "the test of a claim",
  mark: FILES.request,
  names: [FILES.result, FILES.page, TRIALS],
};

/**
 * Tests a claim: trains its trials as processes of this machine, or as jobs of a cluster, and judges what
 * they left. Leaves `result.json`, `index.html` and, of trials, `sweep/` in its folder.
 *
 * @example
 * const result = await runClaim({ claim: claimNamed("spectra"), scale: "small", set: [] });
 * console.log(result?.findings.measured);
 *
 * @returns `undefined` when the signal stopped it; the same request with the same folder continues.
 * @throws EvenkeelError `RUN_FOLDER` for a folder of another test, `SLURM` as a cluster has it, and what
 *   training refuses.
 */
export async function runClaim(
  request: ClaimRequest,
  options: ClaimOptions = {},
): Promise<ClaimResult | undefined> {
  const { claim, scale } = request;
  const { test } = claim;
  const { place = LOCAL, onFolder, onEvent = () => {} } = options;
  const { signal = new AbortController().signal, progress = () => {} } = options;
  if (place.on === "slurm") await expectSlurm();
  const trials = test.kind === "trials" ? await expandTrials(test, request) : [];
  const folder = await openRequestFolder({
    out: request.out,
    name: `claim-${claim.name}`,
    file: FILES.request,
    request: { claim: claim.name, scale, seeds: request.seeds ?? null, set: request.set },
  });
  onFolder?.(folder, trials);
  const context: ClaimContext = { scale, signal, progress };
  const findings =
    test.kind === "direct"
      ? await test.measure(context)
      : await (async () => {
          const made = { folder, name: claim.name, runs: trials };
          const runs = await trainTrials(made, place, { signal, onEvent });
          return runs && test.judge(runs, context);
        })();
  if (findings === undefined || signal.aborted) return undefined;
  const { held, measured, tables, notes = [] } = findings;
  const { name, paper, where, claimed, criterion, published } = claim;
  const result = {
    ...{ claim: name, paper, where, claimed, criterion, published, scale },
    ...{ seeds: request.seeds ?? null, set: request.set },
    ...{ held, measured, tables, notes },
    ...{ versions: versions(), at: new Date().toISOString() },
  };
  await writeFileAtomically(join(folder, FILES.result), `${JSON.stringify(result, null, 2)}\n`);
  await writeFileAtomically(join(folder, FILES.page), claimPage(claim, scale, findings));
  return { folder, findings };
}
