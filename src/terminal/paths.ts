/** Paths and commands as a person may copy them. */
import { relative } from "node:path";
import { print, printWhole } from "./terminal.ts";

/** A path, relative to the current folder where it is below it. */
export function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short || ".";
}

/** Prints commands that may come next. */
export function printNext(commands: readonly string[]): void {
  print("next");
  for (const command of commands) printWhole(`  npx ${command}`);
}
