/**
 * What CONTRIBUTING adds, a toy of each kind, is added to a copy of the project in the places that it
 * names, and is found where it has to be. Each kind's tests are a file of `support/contributing/`.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { architecture } from "./support/contributing/architecture.ts";
import { command } from "./support/contributing/command.ts";
import { type Copy, followGuide } from "./support/contributing/copy.ts";
import { dataset } from "./support/contributing/dataset.ts";
import { instructions, patched } from "./support/contributing/guide.ts";
import { loss } from "./support/contributing/loss.ts";
import { metric } from "./support/contributing/metric.ts";
import { op } from "./support/contributing/op.ts";
import { stabilizer } from "./support/contributing/stabilizer.ts";

/** Each kind of addition: its tests on the copy. */
const kinds = { op, stabilizer, architecture, loss, "data set": dataset, metric, command } as const;

let copy: Copy;
beforeAll(async () => {
  copy = followGuide();
  const build = ["-p", "tsconfig.build.json", "--noCheck", "--declaration", "false"];
  const { code, out } = await copy.tool("tsc", ...build);
  expect({ code, out }).toEqual({ code: 0, out: "" });
}, 120_000);
afterAll(() => copy?.remove());

test("the additions compile with all tests, and are formatted as the rest", async () => {
  expect(await copy.tool("tsc", "--noEmit")).toEqual({ code: 0, out: "", err: "" });
  const { code, out, err } = await copy.tool("biome", "ci", "--colors=off", ...copy.touched);
  expect({ code, problems: code === 0 ? "" : out + err }).toEqual({ code: 0, problems: "" });
});

for (const [kind, tests] of Object.entries(kinds)) {
  describe(`the ${kind}`, () => tests(() => copy));
}

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
