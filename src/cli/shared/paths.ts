/** Paths and commands as a person may copy them. */
import { relative } from "node:path";

/** A path, relative to the current folder where it is below it. */
export function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

/** Prints commands that may come next. */
export function printNext(commands: readonly string[]): void {
  console.log("next");
  for (const command of commands) console.log(`  npx ${command}`);
}
