/**
 * What commands print, and nothing else writes to the terminal: texts of files, which may hold anything,
 * lose their control characters here, and lines that are too long for a terminal are broken between words.
 */
import { reasonOf } from "../../files/disk-error.ts";
import { escapeControls, escapeLines, escapeQuoted, wrapLine } from "../../text.ts";

/** The exit code for bad input: the command, a config, a file, a folder, a device, a disk. */
export const BAD_INPUT = 2;

/** Prints lines to stdout. */
export function printLines(lines: readonly string[]): void {
  for (const line of lines) writeLine(process.stdout, line);
}

/** Prints a line to stdout. */
export function print(line: string): void {
  printLines([line]);
}

/** Prints a line of stdout that a person may copy as a whole: it is never broken. */
export function printWhole(line: string): void {
  process.stdout.write(`${escapeControls(line)}\n`);
}

/** Prints an answer as JSON. */
export function printJson(answer: unknown): void {
  printText(`${JSON.stringify(answer, null, 2)}\n`);
}

/** Prints a JSON or YAML text to stdout. */
export function printText(text: string): void {
  process.stdout.write(escapeQuoted(text));
}

/** Tells something beside the answer, on stderr. */
export function tell(line: string): void {
  writeLine(process.stderr, line);
}

/** Shows how far work is on a terminal, in place of what was shown before. */
export function tellInPlace(text: string): void {
  process.stderr.write(`\r${escapeControls(text)}`);
}

/** Empties the terminal that stdout is, if it is one. */
export function clearTerminal(): void {
  if (process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[H");
}

/** A message of several lines as one, for a place that has no more. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}

/** The lines of a text as a stream shows them: a terminal's are broken between words. */
export function linesFor(text: string, { isTTY, columns }: NodeJS.WriteStream): string[] {
  const safe = escapeControls(text);
  return isTTY && columns > 0 ? wrapLine(safe, columns) : [safe];
}

/** How commander prints help, in which there may be what a command was given; its errors are told by `fail`. */
export const commanderOutput = {
  writeOut: (text: string) => void process.stdout.write(escapeLines(text)),
  writeErr: (text: string) => void process.stderr.write(escapeLines(text)),
  outputError: () => undefined,
};

function writeLine(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${linesFor(line, stream).join("\n")}\n`);
}

/**
 * Lets a process outlive its streams. A reader that closes the pipe, such as head, ends the output, not the
 * work; where stdout cannot be written, that is told at the end; where stderr cannot, there is no one to tell.
 */
export function outliveStreams(): void {
  process.stderr.on("error", () => undefined);
  let isTold = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || isTold) return;
    isTold = true;
    process.exitCode ??= BAD_INPUT;
    tell(`error: cannot write the output: ${reasonOf(error)}`);
  });
}
