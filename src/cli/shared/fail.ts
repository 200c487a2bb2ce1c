/** Errors of commands: one clear message for a person, an exit code for a program. */
import { CommanderError } from "commander";
import { EvenkeelError } from "../../errors.ts";

/** The exit code for bad input: the command, a config, a file, a folder, a device, a disk. */
const BAD_INPUT = 2;

/** Prints what went wrong to stderr and sets the exit code: 2 for bad input, 1 for a bug or the engine. */
export function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // commander has printed its message (or the help that was asked for)
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  if (error instanceof EvenkeelError) {
    console.error(`error: ${error.message}`);
    if (error.advice !== undefined) console.error(`  ${error.advice}`);
    process.exitCode = error.code === "ENGINE" ? 1 : BAD_INPUT;
    return;
  }
  console.error(
    "This is a bug in Evenkeel. Please report it with the command and the lines below.",
  );
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
