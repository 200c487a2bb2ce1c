/** The stabilizer that CONTRIBUTING shows is a real one. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { methodSchema } from "../src/config/methods.ts";
import { createTrainer } from "../src/gan/index.ts";
import { type Reparametrization, reparametrizations } from "../src/stabilizers/index.ts";
import { randomBatches, smallModel, withRuntime } from "./gan/small.ts";
import { gaussian } from "./matrices.ts";
import { reparametrize, weightSpec } from "./reparametrizations.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const text = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
const [code, line] = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block as string);

// not among the sources, which other tests read at the same time; the compiler passes over such folders
const folder = `${root}test/.contributing/`;
const file = `${folder}weight-standardization.ts`;
mkdirSync(folder, { recursive: true });
const standing = new URL("../src/stabilizers/", import.meta.url);
writeFileSync(
  file,
  code!.replaceAll(/(?<= from ")\.[^"]+/g, (path) =>
    relative(folder, fileURLToPath(new URL(path, standing))),
  ),
);
writeFileSync(
  `${folder}tsconfig.json`,
  '{ "extends": "../../tsconfig.json", "include": ["weight-standardization.ts"] }\n',
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Example = {
  readonly weightStandardization: (options?: object) => Reparametrization;
  readonly weightStandardizationOptions: (typeof reparametrizations)["sn"]["options"];
};
const example = (await import(/* @vite-ignore */ file)) as Example;

test("compiles, and is written as the rest is", async () => {
  const run = promisify(execFile);
  await run("npx", ["tsc", "--noEmit", "-p", folder], { cwd: root });
  await run("npx", ["biome", "ci", folder], { cwd: root });
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
