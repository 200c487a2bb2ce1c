/** The op that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import type { Copy } from "./copy.ts";

export function op(copy: () => Copy): void {
  test("is checked by the tests of all ops", async () => {
    const passed = await copy().passed("reciprocal", "src/graph/ops/ops.test.ts");
    const about = (text: string) => passed.filter((name) => name.includes(text)).length;
    expect(about("the engine agrees with the reference")).toBe(4);
    expect(about("the result fills the inferred shape")).toBe(4);
    expect(about("derivatives equal finite differences")).toBe(1);
  });

  test("is an elementwise op in every pass", async () => {
    const { elementwiseOps } = await copy().load<{ readonly elementwiseOps: ReadonlySet<string> }>(
      "graph/ops/table.js",
    );
    expect(elementwiseOps.has("reciprocal")).toBe(true);
  });
}
