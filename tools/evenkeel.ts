/** The built command line, as a process of its own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The file of the command line that `evenkeel` runs. */
export const evenkeelMain = fileURLToPath(
  new URL("./cli/main.js", import.meta.resolve("evenkeel")),
);

/**
 * Runs `evenkeel` with its output shown, in the current folder.
 *
 * @returns its exit code; `null` when a signal ended it.
 */
export function runEvenkeel(...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [evenkeelMain, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}
