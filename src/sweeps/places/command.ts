/** How this program is started again, for the processes that train runs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Node.js and the command line's file, as the package's manifest names it. */
export function evenkeelCommand(): readonly [string, string] {
  const manifest = new URL("../../../package.json", import.meta.url);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: { evenkeel: string } };
  return [process.execPath, fileURLToPath(new URL(bin.evenkeel, manifest))];
}
