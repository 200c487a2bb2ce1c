/** The GANs that `bench:feed` trains on real images, both of 32 pixels. */
import { caseModel, DEFAULT_CASE, selectCases } from "evenkeel/bench";
import { assembleModel, loadConfig } from "evenkeel/config";
import type { GanModel } from "evenkeel/gan";

export interface FeedCase {
  readonly name: string;
  /** Iterations of a turn: few, so that a slow spell of the machine affects both sides. */
  readonly iterations: number;
  /** Processor threads of the engine; 0 for all. */
  readonly threads: number;
  model(): Promise<GanModel>;
}

export const feedCases: readonly FeedCase[] = [
  {
    name: "quickstart-unconditional",
    iterations: 20,
    // the recipe's
    threads: 1,
    model: async () => assembleModel(await loadConfig("quickstart-unconditional")),
  },
  {
    name: DEFAULT_CASE,
    iterations: 2,
    threads: 0,
    model: async () => caseModel(selectCases([DEFAULT_CASE])[0]!),
  },
];
