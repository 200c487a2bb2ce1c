import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import { createBlock, linesFor, messageText } from "./terminal.ts";

const stream = (isTTY: boolean, columns: number) => ({ isTTY, columns }) as NodeJS.WriteStream;

test("a line of an answer is broken between words for a terminal, and whole for a file", () => {
  const text = "  warning: the average covers about 50 steps, more than the run has";
  expect(linesFor(text, stream(true, 30))).toEqual([
    "  warning: the average",
    "    covers about 50 steps,",
    "    more than the run has",
  ]);
  expect(linesFor(text, stream(false, 0))).toEqual([text]);
});

test("a message is broken between words everywhere; COLUMNS tells the width where there is no terminal", () => {
  const text = `  1 file cannot be read: ${"word ".repeat(60)}end`;
  const widest = (lines: string) => Math.max(...lines.split("\n").map(({ length }) => length));
  vi.stubEnv("COLUMNS", undefined);
  expect(widest(messageText(text, stream(false, 0)))).toBe(78);
  expect(widest(messageText(text, stream(true, 0)))).toBe(78);
  expect(widest(messageText(text, stream(true, 40)))).toBe(38);
  vi.stubEnv("COLUMNS", "60");
  expect(widest(messageText(text, stream(false, 0)))).toBe(58);
  expect(messageText("short", stream(false, 0))).toBe("short\n");
  vi.unstubAllEnvs();
});

test("what a file says cannot move the cursor", () => {
  expect(linesFor("a\x1b[2J\r\nb\u202e", stream(true, 80))).toEqual(["a\\x1b[2J\\r\\nb\\u202e"]);
});

test("a block replaces the lines that it showed before, and fits the terminal", () => {
  const through = Object.assign(new PassThrough(), { isTTY: true, columns: 10 });
  const block = createBlock(through as unknown as NodeJS.WriteStream);
  block.show(["a line that is too long", "second"]);
  expect(String(through.read())).toBe("a line th\nsecond\n");
  block.show(["b"]);
  expect(String(through.read())).toBe("\x1b[1G\x1b[2A\x1b[0Jb\n");
  block.show(["c"]);
  expect(String(through.read())).toBe("\x1b[1G\x1b[1A\x1b[0Jc\n");
});
