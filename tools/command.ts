/** What the commands in bench, studies and tools have in common: how they start, report and fail. */
import { Command } from "commander";
import { EvenkeelError } from "evenkeel";
import type { OptionOf, ValuesOf } from "./options.ts";

/** Exit code for bad input: an unknown option, an unknown name, a missing file. */
const BAD_INPUT = 2;

/** A command that `npm run <name>` starts. */
export interface NpmCommand<Options> {
  readonly name: string;
  /** What it does and writes, and how long it takes. */
  readonly description: string;
  readonly options: Options;
  run(options: ValuesOf<Options>): Promise<void>;
}

/**
 * Runs a command on the process's arguments. A mistake of the user is reported in one message without a stack
 * trace and ends in exit code 2; so does an {@link EvenkeelError}, in code 1 if the engine failed.
 */
export async function runCommand<Options extends Readonly<Record<string, OptionOf<unknown>>>>(
  definition: NpmCommand<Options>,
): Promise<void> {
  const { name, description, options, run } = definition;
  const command = new Command(`npm run ${name} --`)
    .description(description)
    .showHelpAfterError("(add --help for the options)")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_INPUT))
    .action((values: ValuesOf<Options>) => run(values));
  for (const [key, option] of Object.entries(options)) {
    const flag = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.addOption(option.build(flag));
  }
  try {
    await command.parseAsync();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    console.error(`error: ${error.message}`);
    if (error.advice !== undefined) console.error(`  ${error.advice}`);
    process.exitCode = error.code === "ENGINE" ? 1 : BAD_INPUT;
  }
}

/** Prints a line of progress to standard error, so that results on standard output stay clean. */
export function onProgress(text: string): void {
  console.error(text);
}

/** Prints a result as JSON, or else as lines for people. */
export function printResult(isJson: boolean, result: object, lines: readonly string[]): void {
  console.log(isJson ? JSON.stringify(result, null, 2) : lines.join("\n"));
}
