import { expect, test } from "vitest";
import { linesFor } from "./terminal.ts";

const stream = (isTTY: boolean, columns: number) => ({ isTTY, columns }) as NodeJS.WriteStream;

test("a line is broken between words for a terminal, and whole for a file", () => {
  const text = "  warning: the average covers about 50 steps, more than the run has";
  expect(linesFor(text, stream(true, 30))).toEqual([
    "  warning: the average",
    "    covers about 50 steps,",
    "    more than the run has",
  ]);
  expect(linesFor(text, stream(false, 0))).toEqual([text]);
});

test("what a file says cannot move the cursor", () => {
  expect(linesFor("a\x1b[2J\r\nb\u202e", stream(true, 80))).toEqual(["a\\x1b[2J\\r\\nb\\u202e"]);
});
