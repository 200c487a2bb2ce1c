/** How the instructions of CONTRIBUTING are read; contributing.long.test.ts follows them. */
import { describe, expect, test } from "vitest";
import { instructions, patched } from "./support/contributing/guide.ts";

describe("instructions", () => {
  test("are read from blocks that name a file", () => {
    const markdown =
      "Text\n\n```ts\n// src/a.ts\nexport const a = 1;\n```\n\n```diff\n+++ src/b.ts\n x\n+y\n```\n\n```\nnpm test\n```\n";
    expect(instructions(markdown)).toEqual([
      { kind: "file", path: "src/a.ts", text: "export const a = 1;\n" },
      { kind: "patch", path: "src/b.ts", lines: [" x", "+y"] },
    ]);
    expect(() => instructions("```ts\nconst a = 1;\n```\n")).toThrow("names no file");
  });

  test("add lines where the others stand", () => {
    const source = "a\nb\nc\nb\n";
    expect(patched(source, [" a", "+x", " b"])).toBe("a\nx\nb\nc\nb\n");
    expect(patched(source, ["+x", " a", "…", " c", " b", "+y"])).toBe("x\na\nb\nc\nb\ny\n");
    expect(() => patched(source, [" b", "+x"])).toThrow("2 times");
    expect(() => patched(source, [" d", "+x"])).toThrow("0 times");
    expect(() => patched(source, ["+x"])).toThrow("not once");
  });
});
