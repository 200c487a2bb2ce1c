/** The pictures of evaluations as files. */
import { join } from "node:path";
import { writeFileAtomically } from "../../files/index.ts";
import { stepName } from "../../runs/checkpoints/index.ts";
import type { Evaluation } from "../carry-out.ts";
import type { EvaluatedSubject } from "./request.ts";

/**
 * Writes the pictures of evaluations, each named after its metric and the step.
 *
 * @param folder an existing one; default: the working directory.
 * @param step   generator steps of what was measured, where they are known.
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
