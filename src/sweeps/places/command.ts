/** How this program is started again, for the processes that train runs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { memoryVariables } from "../../runtime/node-memory.ts";

/**
 * Node.js and the command line's file, as the package's manifest names it; before them what sets the
 * environment in which training takes the least memory, where there is such.
 */
export function evenkeelCommand(): readonly [string, ...string[]] {
  const manifest = new URL("../../../package.json", import.meta.url);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: { evenkeel: string } };
  const variables = Object.entries(memoryVariables()).map(([name, value]) => `${name}=${value}`);
  const start = [process.execPath, fileURLToPath(new URL(bin.evenkeel, manifest))] as const;
  return variables.length === 0 ? start : ["env", ...variables, ...start];
}
