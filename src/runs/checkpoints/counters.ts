/** The counters of a run, as stored in files. */
import { z } from "zod";

const count = z.int().nonnegative();

/** The progress of a run. */
export const runCounters = z.strictObject({
  /** Generator updates. */
  gStep: count,
  /** Discriminator updates. */
  dStep: count,
  /** Real images shown to the discriminator. */
  images: count,
});
export type RunCounters = Readonly<z.infer<typeof runCounters>>;
