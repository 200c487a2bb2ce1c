/** Starts this process again, before it trains. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keepingMemory, type MemoryKeeper, memoryKeeper } from "../../runtime/node-memory.ts";

/**
 * Makes this process the same command anew, with its number and terminal, in the environment in which
 * training takes the least memory. Returns where it is in that environment already, where there is none,
 * where Node.js cannot replace a process, and where another program runs the command.
 */
export function restartToKeepMemory(): void {
  const environment = keepingMemory();
  const { execve } = process as Partial<Replacing>;
  if (execve === undefined || memoryKeeper() === memoryKeeper(environment)) return;
  const [node = "", file = "", ...args] = process.argv;
  if (realpathSync(file) !== fileURLToPath(new URL("../main.js", import.meta.url))) return;
  execve(process.execPath, [node, ...process.execArgv, file, ...args], environment);
}

/** Who keeps memory where this command line trains, and what would let glibc where it is not it. */
export function trainingMemory(): { readonly keeper: MemoryKeeper; readonly advice?: string } {
  const best = memoryKeeper(keepingMemory());
  if (memoryKeeper() === best || "execve" in process) return { keeper: best };
  return { keeper: memoryKeeper(), advice: "from Node.js 22.15 on it is glibc, which takes less" };
}

/** Of Node.js from 22.15 on, not on Windows. */
interface Replacing {
  execve(file: string, args: readonly string[], environment: object): never;
}
