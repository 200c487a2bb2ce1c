/** How this program is started again, by executors. */
import { fileURLToPath } from "node:url";

/** Node and the command line's file. */
export function evenkeelCommand(): readonly [string, string] {
  return [process.execPath, fileURLToPath(new URL("./main.js", import.meta.url))];
}
