import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import {
  countOf,
  escapeControls,
  escapeQuoted,
  formatBytes,
  formatCount,
  formatMeasured,
  formatNumber,
  formatSeconds,
  formatShare,
  quoted,
  quotedLines,
  shell,
  wrapLine,
  wrapText,
} from "./text.ts";

test.each([
  [1.23456, "1.235"],
  [12_345, "12350"],
  [0.5, "0.5"],
  [1.2e-7, "1.2e-7"],
  [Number.NaN, "NaN"],
])("the number %d is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a number may have another count of digits", () => {
  expect(formatNumber(31.23456789, 6)).toBe("31.2346");
});

test.each([
  [0, "0.00"],
  [1.2, "1.20"],
  [-0.012, "-0.0120"],
  [123.6, "124"],
  [99_999, "99999"],
  [100_000, "1.0e+5"],
  [0.000_12, "1.2e-4"],
  [Number.POSITIVE_INFINITY, "Infinity"],
])("the measured number %d is %s", (value, text) => {
  expect(formatMeasured(value)).toBe(text);
});

test("a share is in percent", () => {
  expect([0, 0.125, 1.5].map((share) => formatShare(share))).toEqual(["0 %", "13 %", "150 %"]);
  expect(formatShare(0.12345, 1)).toBe("12.3 %");
});

test("thousands are set apart from five digits on", () => {
  const counts = [7, 1000, 9999.4, 9999.6, 3_828_739];
  expect(counts.map(formatCount)).toEqual(["7", "1000", "9999", "10 000", "3 828 739"]);
});

test("a count has its noun in the right number", () => {
  expect([0, 1, 12_000].map((count) => countOf(count, "run"))).toEqual([
    "0 runs",
    "1 run",
    "12 000 runs",
  ]);
});

test.each([
  [1, "1 byte"],
  [812, "812 bytes"],
  [1536, "1.5 KiB"],
  [81_264_640, "77.5 MiB"],
  [200 * 2 ** 30, "200 GiB"],
  [3000 * 2 ** 40, "3000 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0.4, "0s"],
  [59.6, "1m 00s"],
  [125, "2m 05s"],
  [3 * 3600 + 61, "3h 01m"],
  [90_000, "1d 1h"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test("text is wrapped between words", () => {
  expect(wrapText("one two three extraordinarily", 8)).toEqual([
    "one two",
    "three",
    "extraordinarily",
  ]);
});

describe("escapeControls", () => {
  test("leaves no character that a terminal obeys", () => {
    expect(escapeControls("a\u001b[2J\r\n\tb\u0000\u007f\u009b\u2028\u202e\u2066c")).toBe(
      "a\\x1b[2J\\r\\n\\tb\\x00\\x7f\\x9b\\u2028\\u202e\\u2066c",
    );
  });

  test("keeps every other character", () => {
    const text = `größe "π" \\ 😀 ${"x".repeat(500)}`;
    expect(escapeControls(text)).toBe(text);
  });
});

test("quotedLines keeps the lines apart, each cut", () => {
  expect(quotedLines("a\u001b\nb\r\n")).toBe("a\\x1b\nb\\r\n");
  const [first, second] = quotedLines(`${"x".repeat(60_000)}\n${"y".repeat(1999)}`).split("\n");
  expect(first).toBe(`${"x".repeat(1999)}…`);
  expect(second).toBe("y".repeat(1999));
});

describe("quoted", () => {
  test("gives one line, cut to its length", () => {
    expect(quoted("a\nb")).toBe("a\\nb");
    expect(quoted("x".repeat(200))).toBe("x".repeat(200));
    expect(quoted("x".repeat(60_000))).toBe(`${"x".repeat(199)}…`);
    expect(quoted("\u001b".repeat(100), 20)).toHaveLength(20);
  });

  test("cuts no character in two", () => {
    expect(quoted("😀😀😀", 4)).toBe("😀…");
  });
});

test.each([
  ["runs/0001-a", "runs/0001-a"],
  ["my runs", "'my runs'"],
  ["it's $HOME", "'it'\\''s $HOME'"],
  ["", "''"],
  ["a\nb'\\", "$'a\\x0ab\\'\\\\'"],
])("a command quotes %j for the shell", async (word, quoted) => {
  expect(shell`evenkeel report ${word} --out x`).toBe(`evenkeel report ${quoted} --out x`);
  const { stdout } = await promisify(execFile)("bash", ["-c", shell`printf %s ${word}`]);
  expect(stdout).toBe(word);
});

test("lines break between words, not within commands, code and quoted paths", () => {
  const text =
    "error: no run has started in 'my runs/a', so `npm run x y` or: evenkeel train a --out 'b c'.";
  expect(wrapLine(text, 30)).toEqual([
    "error: no run has started in",
    "  'my runs/a', so",
    "  `npm run x y` or:",
    "  evenkeel train a --out 'b c'.",
  ]);
  expect(wrapLine("    short", 9)).toEqual(["    short"]);
  expect(wrapLine("  it's PyTorch's own fault", 14)).toEqual([
    "  it's",
    "    PyTorch's",
    "    own fault",
  ]);
});

test("JSON with escapes stands for the same value", () => {
  const value = { "a\x9b": ["b\x7f\u2028\u202e\n\x1b", 1] };
  const text = escapeQuoted(JSON.stringify(value, null, 2));
  expect(JSON.parse(text)).toEqual(value);
  expect(escapeControls(text.replaceAll("\n", ""))).toBe(text.replaceAll("\n", ""));
});
