/** The stabilizer that CONTRIBUTING shows is a real one. */
import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { createTrainer } from "../src/gan/index.ts";
import { methodSchema } from "../src/runs/config/methods.ts";
import { type Reparametrization, reparametrizations } from "../src/stabilizers/index.ts";
import { randomBatches, smallModel, withRuntime } from "./gan/small.ts";
import { gaussian } from "./matrices.ts";
import { reparametrize, weightSpec } from "./reparametrizations.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const text = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
const [code, line] = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block as string);

// where it would stand, so that its imports hold
const file = `${root}src/stabilizers/example-of-contributing.ts`;
writeFileSync(file, code!);
afterAll(() => rmSync(file, { force: true }));

type Example = {
  readonly weightStandardization: (options?: object) => Reparametrization;
  readonly weightStandardizationOptions: (typeof reparametrizations)["sn"]["options"];
};
const example = (await import(/* @vite-ignore */ file)) as Example;

test("compiles, and is written as the rest is", async () => {
  const run = promisify(execFile);
  await run("npx", ["tsc", "--noEmit"], { cwd: root });
  await run("npx", ["biome", "ci", file], { cwd: root });
}, 60_000);

test("standardizes", () => {
  const spec = weightSpec(4, 3, 2, 2);
  const { weight } = reparametrize(
    example.weightStandardization(),
    spec,
    gaussian(48, "weight"),
    {},
  );
  for (let row = 0; row < 4; row++) {
    const numbers = Array.from(weight.subarray(12 * row, 12 * (row + 1)));
    const mean = numbers.reduce((a, b) => a + b) / 12;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 12;
    expect([mean, variance]).toBeAllclose([0, 1], { absolute: 1e-4 });
  }
});

test("trains", () =>
  withRuntime(async (runtime) => {
    const reparametrization = example.weightStandardization();
    const model = smallModel({ discriminator: { reparametrization } });
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 3; i++) {
      const measures = await trainer.step();
      expect(Object.values(measures).every(Number.isFinite)).toBe(true);
    }
  }));

test("a config can name it after the one line", () => {
  const [, name, summary, options, create] =
    /^"(.+)": method\(\s*"(.+)",\s*(\w+),\s*(\w+),\s*\),\s*$/s.exec(line!)!;
  const { [options as keyof Example]: schema, [create as keyof Example]: make } = example as never;
  const registry = { ...reparametrizations, [name!]: { summary, options: schema, create: make } };
  expect(methodSchema(registry).parse({ name })).toEqual({ name, epsilon: 1e-5 });
  expect(() => methodSchema(registry).parse({ name, epsilon: 0 })).toThrow(/epsilon/);
});
