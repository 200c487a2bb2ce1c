/** The stabilizer that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import type { Reparametrization } from "../../src/stabilizers/index.ts";
import { gaussian } from "../matrices.ts";
import { reparametrize, weightSpec } from "../reparametrizations.ts";
import type { Copy } from "./copy.ts";

const NAME = "weight-standardization";
const KEY = "discriminator.reparametrization";

export function stabilizer(copy: () => Copy): void {
  test("standardizes", async () => {
    const { weightStandardization } = await copy().load<{
      readonly weightStandardization: () => Reparametrization;
    }>("stabilizers/reparametrizations/weight-standardization.js");
    const spec = weightSpec(4, 3, 2, 2);
    const { weight } = reparametrize(weightStandardization(), spec, gaussian(48, "weight"), {});
    for (let row = 0; row < 4; row++) {
      const numbers = Array.from(weight.subarray(12 * row, 12 * (row + 1)));
      const mean = numbers.reduce((a, b) => a + b) / 12;
      const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 12;
      expect([mean, variance]).toBeAllclose([0, 1], { absolute: 1e-4 });
    }
  });

  test("is checked and trained by the tests of all methods", async () => {
    const files = ["src/stabilizers/registry.test.ts", "src/stabilizers/properties.test.ts"];
    const { code, out, err } = await copy().tests(NAME, ...files, "src/gan/methods.test.ts");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Tests {2}7 passed/);
  });

  test("a config can name it, with its options", async () => {
    const { evenkeel } = copy();
    const print = (...set: readonly string[]) =>
      evenkeel("train", "quickstart", "--print-config", ...set.flatMap((one) => ["--set", one]));
    const { out } = await print(`${KEY}.name=${NAME}`);
    expect(out).toMatch(new RegExp(`name: ${NAME}\\n +epsilon: 1e-12\\n`));
    const wrong = await print(`${KEY}={name: ${NAME}, epsilon: 0}`);
    expect(wrong.err).toContain(`${KEY}.epsilon: must be a number > 0, got 0`);
    const misspelt = await print(`${KEY}=weight-standardisation`);
    expect(misspelt.err).toContain(`did you mean {name: ${NAME}}?`);
  });

  test("stands in the config's reference", async () => {
    const { configMarkdown } = await copy().load<{ configMarkdown(): string }>("config/index.js");
    expect(configMarkdown()).toContain(`\`${KEY}.name: ${NAME}\``);
    expect(configMarkdown()).toContain("ε, added to the variance");
  });
}
