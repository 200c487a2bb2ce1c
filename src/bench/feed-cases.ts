/** The GANs that are fed with real images by `bench feed`, both of 32 pixels. */

import { assembleModel, loadConfig } from "../config/index.ts";
import type { GanModel } from "../gan/index.ts";
import { caseModel } from "./cases.ts";
import { DEFAULT_CASE, selectCases } from "./select.ts";

export interface FeedCase {
  readonly name: string;
  /** Iterations of a turn: short ones, so that slow spells of the machine meet both sides. */
  readonly iterations: number;
  /** Processor threads of the engine; 0 for all. */
  readonly threads: number;
  model(): Promise<GanModel>;
}

export const feedCases: readonly FeedCase[] = [
  {
    name: "quickstart",
    iterations: 20,
    // as the recipe has it
    threads: 1,
    model: async () => assembleModel(await loadConfig("quickstart")),
  },
  {
    name: DEFAULT_CASE,
    iterations: 2,
    threads: 0,
    model: async () => caseModel(selectCases([DEFAULT_CASE])[0]!),
  },
];
