/** The architecture that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import { printed, reference, refusal } from "./config.ts";
import type { Copy } from "./copy.ts";

const SHALLOW = "model.architecture=shallow";

export function architecture(copy: () => Copy): void {
  test("is checked and trained by the tests of all architectures", async () => {
    const files = ["registry", "training"].map((name) => `src/gan/architectures/${name}.test.ts`);
    const passed = await copy().passed("shallow", ...files);
    expect(passed).toHaveLength(6 + 3);
  });

  test("a config can name it, with its options", async () => {
    const text = await printed(copy(), SHALLOW, "model.kernelSize=3");
    expect(text).toContain("architecture: shallow\n");
    expect(text).toContain("kernelSize: 3\n");
    expect(await refusal(copy(), SHALLOW, "model.kernelSize=9")).toContain(
      "model.kernelSize: must be a whole number in [1, 8], got 9",
    );
    expect(await refusal(copy(), "model.architecture=shalow")).toContain("did you mean shallow?");
  });

  test("the rules know its record", async () => {
    expect(await refusal(copy(), SHALLOW, "data.size=33")).toContain("data.size: must be even");
    expect(await refusal(copy(), "model.kernelSize=3")).toContain(
      "model.kernelSize: must not be given unless model.architecture is shallow",
    );
    expect(await refusal(copy(), SHALLOW, "data.name=ring")).toContain(
      "must be mlp for the points",
    );
  });

  test("stands in the config's reference", async () => {
    const text = await reference(copy());
    expect(text).toContain("shallow: two layers in the generator, three in the discriminator");
    expect(text).toContain("shallow: of the first feature map");
    expect(text).toMatch(/`model\.kernelSize` .*shallow: height and width of the discriminator's/);
  });
}
