/** Where records and pictures go. */

import { join, resolve } from "node:path";
import { createFolders, writeFileAtomically } from "../../files/index.ts";
import { stepName } from "../../runs/checkpoints/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import type { Evaluation } from "../evaluate.ts";
import { appendEvaluations, type EvaluationRecord } from "../results/index.ts";
import type { Subject } from "../subject/index.ts";
import type { EvaluatedSubject, EvaluationRequest } from "./request.ts";

/** Writes records and pictures where they belong. */
export async function keepResults(
  { out }: EvaluationRequest,
  { about, counters }: Subject,
  evaluations: readonly Evaluation[],
): Promise<EvaluatedSubject> {
  const folder = out ?? (about.kind === "run" ? about.path : undefined);
  if (folder !== undefined) await createFolders(resolve(folder));
  const step = counters?.gStep;
  const suffix = step === undefined ? "" : `-${stepName(step)}`;
  const kept: EvaluatedSubject["evaluations"][number][] = [];
  const records: EvaluationRecord[] = [];
  for (const { picture, ...evaluation } of evaluations) {
    const path = picture && join(folder ?? ".", `${picture.metric}${suffix}.png`);
    if (picture && path) await writeFileAtomically(path, picture.grid.png);
    kept.push({ ...evaluation, picture: path ?? null });
    records.push(...evaluation.records);
  }
  const file = folder === undefined ? null : runFiles(folder).evaluations;
  if (file !== null) await appendEvaluations(file, records);
  return { path: about.path, evaluations: kept, file };
}
