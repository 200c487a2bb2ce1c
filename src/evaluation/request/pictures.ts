/** Saves the pictures of evaluations. */
import { join } from "node:path";
import { writeFileAtomically } from "../../files/index.ts";
import { stepName } from "../../runs/checkpoints/index.ts";
import type { Evaluation } from "../carry-out.ts";
import type { EvaluatedSubject } from "./request.ts";

/**
 * Writes the pictures of evaluations to files named after the metric and the step.
 *
 * @param folder an existing folder; default: the working directory.
 * @param step   the generator step of what was measured, if known.
 * @returns the evaluations with the paths of their pictures.
 */
export async function keepPictures(
  evaluations: readonly Evaluation[],
  folder: string | undefined,
  step: number | undefined,
): Promise<EvaluatedSubject["evaluations"]> {
  const suffix = step === undefined ? "" : `-${stepName(step)}`;
  const kept: EvaluatedSubject["evaluations"][number][] = [];
  for (const { picture, ...evaluation } of evaluations) {
    const path = picture && join(folder ?? ".", `${picture.metric}${suffix}.png`);
    if (picture && path) await writeFileAtomically(path, picture.grid.png);
    kept.push({ ...evaluation, picture: path ?? null });
  }
  return kept;
}
