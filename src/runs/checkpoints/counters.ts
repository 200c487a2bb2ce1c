/** The counters of a run, as files keep them. */
import { z } from "zod";

const count = z.int().nonnegative();

/** How far a run has come. */
export const runCounters = z.strictObject({
  /** Generator updates. */
  gStep: count,
  /** Discriminator updates. */
  dStep: count,
  /** Real images shown to the discriminator. */
  images: count,
});
export type RunCounters = Readonly<z.infer<typeof runCounters>>;
