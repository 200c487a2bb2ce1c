/** The loss that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import { printed, reference, refusal } from "./config.ts";
import type { Copy } from "./copy.ts";

export function loss(copy: () => Copy): void {
  test("is checked and trained by the tests of all losses", async () => {
    const files = ["src/gan/losses/registry.test.ts", "src/gan/methods.test.ts"];
    expect(await copy().passed("squared-hinge", ...files)).toHaveLength(3);
  });

  test("a config can name it", async () => {
    expect(await printed(copy(), "loss=squared-hinge")).toContain("\nloss: squared-hinge\n");
    expect(await refusal(copy(), "loss=square-hinge")).toContain("did you mean squared-hinge?");
  });

  test("stands in the config's reference", async () => {
    expect(await reference(copy())).toContain("squared-hinge: squares of the hinge loss's terms");
  });
}
