/** Errors of commands: one clear message for a person, an exit code for a program. */
import { CommanderError } from "commander";
import { EvenkeelError } from "../../errors.ts";
import { diskError } from "../../files/disk-error.ts";
import { BAD_INPUT, tell } from "../../terminal/terminal.ts";

/** Prints what went wrong to stderr and sets the exit code: 2 for bad input, 1 for a bug or the engine. */
export async function fail(error: unknown): Promise<void> {
  if (error instanceof CommanderError) return failUsage(error);
  const known = ofTheSystem(error);
  if (known instanceof EvenkeelError) {
    const { message, advice = "" } = known;
    tellLines(advice === "" ? `error: ${message}` : `error: ${message}\n  ${advice}`);
    process.exitCode = known.code === "ENGINE" ? 1 : BAD_INPUT;
    return;
  }
  tell("This is a bug in Evenkeel. Please report it with the command and the lines below.");
  tellLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}

/** Tells what is wrong with a command; help, which is an error for commander, has been printed. */
async function failUsage(error: CommanderError): Promise<void> {
  if (error.exitCode === 0) return;
  process.exitCode = BAD_INPUT;
  if (error.code === "commander.help") return;
  const { settingMeant } = await import("./setting-meant.ts");
  const meant = await settingMeant(error);
  const [problem = ""] = error.message.split("\n");
  tellLines(meant === undefined ? error.message : `${problem}\n  ${meant}`);
  tell("(add --help to list commands and options)");
}

const tellLines = (text: string) => text.split("\n").forEach(tell);

/** What Node.js says of code that it cannot load. */
const UNLOADED = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"];

/** An error of the system as one of ours; any other error as it is. */
function ofTheSystem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EvenkeelError) return error;
  const { code = "", syscall, path = "a file" } = error as NodeJS.ErrnoException;
  if (syscall === "uv_cwd") {
    return new EvenkeelError("DISK", "the working folder does not exist any more", {
      advice: "Change to another folder: cd",
    });
  }
  if (UNLOADED.includes(code)) {
    return new EvenkeelError("DISK", `a part of Evenkeel cannot be loaded: ${error.message}`, {
      advice: "Install it again, or raise the limit of open files (ulimit -n).",
    });
  }
  return diskError(error, "open", path);
}
