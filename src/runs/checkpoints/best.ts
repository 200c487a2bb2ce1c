/** The mark on the best checkpoint: a small file in the folder of checkpoints. */
import { join } from "node:path";
import { z } from "zod";
import { parseJson, readTextIfPresent, writeFileAtomically } from "../../files/index.ts";
import { listCheckpoints } from "./files.ts";

const MARK = "best.json";

const bestSchema = z.object({
  /** Generator steps of the checkpoint. */
  step: z.int().min(0),
  /** The key of the result that decided, such as `fid`. */
  metric: z.string(),
  value: z.number(),
  /** The hash of the protocol; values of different protocols cannot be compared. */
  protocolHash: z.string(),
  /** SHA-256 of the network that the features came from: a file of one name may be replaced. */
  extractor: z.string().optional(),
});

/** The best checkpoint, and the result that decided. */
export type BestCheckpoint = z.output<typeof bestSchema>;

/** The mark in a folder of checkpoints; `undefined` without a mark, or if the marked checkpoint is gone. */
export async function readBest(folder: string): Promise<BestCheckpoint | undefined> {
  const text = await readTextIfPresent(join(folder, MARK));
  if (text === undefined) return undefined;
  const parsed = bestSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const steps = (await listCheckpoints(folder)).map(({ step }) => step);
  return steps.includes(parsed.data.step) ? parsed.data : undefined;
}

/** Marks a checkpoint, and no other. `allow` may throw to keep the mark as it is. */
export async function markBest(
  folder: string,
  best: BestCheckpoint,
  allow: () => void = () => undefined,
): Promise<void> {
  await writeFileAtomically(join(folder, MARK), `${JSON.stringify(best, null, 2)}\n`, allow);
}
