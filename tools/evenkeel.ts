/** The built command line, as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { keepingMemory } from "evenkeel/runtime/node";

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
  return ended(
    spawn(process.execPath, [evenkeelMain, ...args], {
      stdio: "inherit",
      env: keepingMemory(),
    }),
  );
}

/** The same, with its output written to `log`. */
export function logEvenkeel(log: Writable, ...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [evenkeelMain, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: keepingMemory(),
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  return ended(child);
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}
