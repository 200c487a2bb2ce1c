/** Sets that are drawn, not read. */
import type { DatasetCounts } from "../dataset/index.ts";
import { adapt, count, everySet, seed } from "../records/index.ts";

/** The facts of every drawn set. */
export const builtIn = {
  license: "Part of Evenkeel, Apache-2.0.",
  home: null,
  files: { kind: "built-in" },
  location: "Built in; nothing lies on the disk.",
} as const;

/** The options of a drawn set, which has so many images by default. */
export function drawnOptions({ train, test }: DatasetCounts) {
  const note = `default ${train} (train), ${test} (test)`;
  return { ...everySet, count: adapt(count, { note }), seed };
}
