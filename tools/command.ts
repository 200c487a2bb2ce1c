/** What the commands in bench, studies and tools have in common: options, progress, results, errors. */
import { Command, InvalidArgumentError } from "commander";
import { EvenkeelError } from "evenkeel";

/** Exit code for bad input: an unknown option, an unknown name, a missing file. */
const BAD_INPUT = 2;

/**
 * The command that `npm run <name>` runs.
 *
 * @param description what it does and writes, and how long it takes.
 */
export function npmCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .showHelpAfterError("(add --help for the options)")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_INPUT));
}

/** Runs a command on the process's arguments. A user's mistake is one message without a stack trace. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    console.error(`error: ${error.message}`);
    if (error.advice !== undefined) console.error(`  ${error.advice}`);
    process.exitCode = error.code === "ENGINE" ? 1 : BAD_INPUT;
  }
}

/** Parses an option's value: a whole number of at least `least`. */
export function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isValid = /^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least;
    if (isValid) return value;
    throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
  };
}

/** Parses an option's value: names separated by commas. */
export function names(text: string): readonly string[] {
  return text.split(",").filter((name) => name !== "");
}

/** Parses an option's value: some of `known`, separated by commas. */
export function namesOf<Name extends string>(known: readonly Name[]) {
  return (text: string): readonly Name[] =>
    names(text).map((name) => {
      const found = known.find((one) => one === name);
      if (found !== undefined) return found;
      throw new InvalidArgumentError(`must be of ${known.join(", ")}.`);
    });
}

/** Prints a line of progress to standard error, so that results on standard output stay clean. */
export function onProgress(text: string): void {
  console.error(text);
}

/** Prints a result as JSON, or else as lines for people. */
export function printResult(
  isJson: boolean | undefined,
  result: object,
  lines: readonly string[],
): void {
  console.log(isJson ? JSON.stringify(result, null, 2) : lines.join("\n"));
}
