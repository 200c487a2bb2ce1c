/** The stabilizer that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import type { Reparametrization } from "../../../src/stabilizers/index.ts";
import { gaussian } from "../nn/matrices.ts";
import { reparametrize, weightSpec } from "../nn/reparametrizations.ts";
import { printed, reference, refusal } from "./config.ts";
import type { Copy } from "./copy.ts";

const NAME = "weight-standardization";
const KEY = "discriminator.reparametrization";

export function stabilizer(copy: () => Copy): void {
  test("standardizes", async () => {
    const { weightStandardization } = await copy().load<{
      readonly weightStandardization: () => Reparametrization;
    }>(`stabilizers/reparametrizations/${NAME}.js`);
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
    const files = ["registry", "properties"].map((name) => `src/stabilizers/${name}.test.ts`);
    const passed = await copy().passed(NAME, ...files, "src/gan/methods.test.ts");
    expect(passed).toHaveLength(7);
  });

  test("a config can name it, with its options", async () => {
    expect(await printed(copy(), `${KEY}.name=${NAME}`)).toMatch(
      new RegExp(`name: ${NAME}\\n +epsilon: 1\\.0e-12\\n`),
    );
    expect(await refusal(copy(), `${KEY}={name: ${NAME}, epsilon: 0}`)).toContain(
      `${KEY}.epsilon: must be a number > 0, got 0`,
    );
    expect(await refusal(copy(), `${KEY}=weight-standardisation`)).toContain(
      `did you mean {name: ${NAME}}?`,
    );
  });

  test("the rules and the reference know its record", async () => {
    expect(
      await refusal(copy(), `${KEY}.name=${NAME}`, "discriminator.initializer.name=fixup"),
    ).toContain(`${KEY}: must be {name: none} with the initializer fixup`);
    const text = await reference(copy());
    expect(text).toContain(
      `\`${KEY}.name: ${NAME}\`: each output's weights with mean 0 and deviation 1`,
    );
    expect(text).toContain("ε, added to the variance");
  });
}
