import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The first of these paths below `root` that is there. */
export function firstThere(root: string, paths: readonly string[]): string | undefined {
  return paths.map((path) => join(resolve(root), path)).find(existsSync);
}
