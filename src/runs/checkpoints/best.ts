/** The mark on the checkpoint that scored best: a small file beside the checkpoints. */
import { join } from "node:path";
import { z } from "zod";
import { parseJson, readTextIfPresent, writeFileAtomically } from "../../files/index.ts";
import { listCheckpoints } from "./files.ts";

const MARK = "best.json";

const bestSchema = z.object({
  /** Generator steps of the checkpoint. */
  step: z.int().min(0),
  /** The key of the result it is best by, such as `fid`. */
  metric: z.string(),
  value: z.number(),
  /** The protocol's hash: values of others do not compare. */
  protocolHash: z.string(),
});

/** Which checkpoint scored best, and by what. */
export type BestCheckpoint = z.output<typeof bestSchema>;

/** The mark in a folder of checkpoints; `undefined` if there is none, or none of a checkpoint that is there. */
export async function readBest(folder: string): Promise<BestCheckpoint | undefined> {
  const text = await readTextIfPresent(join(folder, MARK));
  if (text === undefined) return undefined;
  const parsed = bestSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const steps = (await listCheckpoints(folder)).map(({ step }) => step);
  return steps.includes(parsed.data.step) ? parsed.data : undefined;
}

/** Marks a checkpoint; any other loses the mark. `allow` throws where the mark must stay as it is. */
export async function markBest(
  folder: string,
  best: BestCheckpoint,
  allow: () => void = () => undefined,
): Promise<void> {
  await writeFileAtomically(join(folder, MARK), `${JSON.stringify(best, null, 2)}\n`, allow);
}
