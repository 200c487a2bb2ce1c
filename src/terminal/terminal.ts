/**
 * What commands print, and nothing else writes to the terminal: texts of files, which may hold anything,
 * lose their control characters here, and lines that are too long are broken between words.
 */
import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import { reasonOf } from "../files/disk-error.ts";
import { escapeControls, escapeLines, escapeQuoted, wrapLine } from "../text.ts";

/** The exit code for bad input: the command, a config, a file, a folder, a device, a disk. */
export const BAD_INPUT = 2;

/** Columns of text that is not fitted to a terminal. */
export const WIDTH = 80;

/** Prints lines to stdout. */
export function printLines(lines: readonly string[]): void {
  for (const line of lines) {
    process.stdout.write(`${linesFor(line, process.stdout).join("\n")}\n`);
  }
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
  process.stderr.write(messageText(line, process.stderr));
}

/** Shows how far work is on a terminal, in place of what was shown before. */
export function tellInPlace(text: string): void {
  process.stderr.write(`\r${escapeControls(text)}`);
}

/** Empties the terminal that stdout is, if it is one. */
export function clearTerminal(): void {
  if (process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[H");
}

/** Lines that are shown in place of those shown before. */
export interface Block {
  show(lines: readonly string[]): void;
}

/** A block on a terminal, whose lines are cut to its width. */
export function createBlock(stream: NodeJS.WriteStream): Block {
  let shown = 0;
  return {
    show(lines) {
      if (shown > 0) {
        // the terminal may have written ^C
        cursorTo(stream, 0);
        moveCursor(stream, 0, -shown);
        clearScreenDown(stream);
      }
      const fitting = lines.map((line) =>
        escapeControls(line).slice(0, (stream.columns || 80) - 1),
      );
      stream.write(`${fitting.join("\n")}\n`);
      shown = fitting.length;
    },
  };
}

/** A message of several lines as one, for a place that has no more. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}

/** A message beside the answer, as lines for a stream, broken between words. */
export function messageText(text: string, { isTTY, columns }: NodeJS.WriteStream): string {
  const width = isTTY && columns > 0 ? columns : Number(process.env.COLUMNS) || WIDTH;
  const lines = wrapLine(escapeControls(text), width);
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** The lines of an answer as a stream shows them: broken between words on a terminal, else whole. */
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
