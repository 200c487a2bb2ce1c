/** What a person is warned of before a run. */
import { describe, expect, test } from "vitest";
import { loadConfig } from "../load.ts";
import { configWarnings } from "./warnings.ts";

const D = "discriminator";
const warningsOf = async (...set: readonly string[]) =>
  configWarnings(await loadConfig("quickstart-unconditional", set));

test.each([
  [
    "clipping with spectral normalization",
    [`${D}.projections=[{name: clip}]`],
    /^discriminator\.projections: clip does not limit the slope together with sn/,
  ],
  [
    "l2 with spectral normalization",
    [`${D}.penalties=[{name: l2}]`],
    /^discriminator\.penalties: l2 penalizes the raw weights/,
  ],
  [
    "a Wasserstein loss without a limit",
    ["loss=wasserstein", `${D}.reparametrization={name: none}`],
    /^loss: the wasserstein loss has no lower bound .* gp, dragan, r1, clip\): nothing sets one$/,
  ],
  ["the minimax loss", ["loss=saturating"], /^loss: with the original minimax loss/],
  ["Frobenius normalization", [`${D}.reparametrization={name: frobenius-norm}`], /collapsed early/],
  [
    "batch normalization in the discriminator",
    [`${D}.normalization={name: batch-norm}`],
    /hurt in the comparisons/,
  ],
  [
    "a probability of augmentation that hardly rises in the run",
    ["augmentation.name=ada"],
    /^augmentation\.speed: the run shows 32000 real images, .* from 0 to 0\.064 at most/,
  ],
  ["an average longer than the run", ["generator.ema=0.9999"], /covers about 10000 steps/],
])("%s is warned of", async (_what, set, warning) => {
  const warnings = await warningsOf(...set);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(warning);
});

describe("a Wasserstein loss with a limit on the slope", () => {
  const plain = `${D}.reparametrization={name: none}`;
  const [gp, clip] = [`${D}.penalties=[{name: gp}]`, `${D}.projections=[{name: clip}]`];
  const sn = (options: string) => `${D}.reparametrization={name: sn, ${options}}`;

  test.each([
    ["a reparametrization", []],
    ["gp", [plain, gp]],
    ["clip", [plain, clip]],
    ["gp beside a learnable factor, as the papers have it", [sn("gamma: layer"), gp]],
    ["gp beside a part of the layers", [sn("layers: [conv1]"), gp]],
    ["clip for the layers that nothing else covers", [sn('layers: ["conv*"]'), clip]],
  ])("by %s is not warned of", async (_what, set) => {
    expect(await warningsOf("loss=wasserstein", ...set)).toEqual([]);
  });

  test.each([
    ["a learnable factor", [sn("gamma: layer")], /the learnable factor on sn .* has no limit$/],
    ["a shared factor", [sn("gamma: shared")], /the learnable factor on sn .* has no limit$/],
    [
      "a part of the layers",
      [sn('layers: ["conv*"]')],
      /sn is on conv\*; .*layers must be \["\*"\]/,
    ],
    [
      "layer normalization",
      [plain, `${D}.normalization={name: layer-norm}`],
      /: layer-norm does not set one$/,
    ],
  ])("not by %s", async (_what, set, why) => {
    const warnings = await warningsOf("loss=wasserstein", ...set);
    expect(warnings).toEqual([expect.stringMatching(/^loss: the wasserstein loss has no lower/)]);
    expect(warnings[0]).toMatch(why);
  });

  test("clipping does not hold a learnable factor", async () => {
    const warnings = await warningsOf("loss=wasserstein", sn("gamma: layer"), clip);
    expect(warnings).toContainEqual(expect.stringMatching(/^loss: .*factor on sn/));
  });
});

test("l2 and clip reach the layers that a reparametrization leaves out", async () => {
  const partly = `${D}.reparametrization={name: sn, layers: [conv1]}`;
  expect(await warningsOf(partly, `${D}.penalties=[{name: l2}]`)).toEqual([]);
  expect(await warningsOf(partly, `${D}.projections=[{name: clip}]`)).toEqual([]);
});

const R = `${D}.reparametrization`;
const points = ["data.name=ring", "model.architecture=mlp"];

describe("what has no effect", () => {
  test("running statistics without a normalization that has any", async () => {
    const set = "generator.runningStatistics=all-steps";
    expect(await warningsOf(set)).toEqual([]);
    expect(await warningsOf(set, "generator.normalization={name: none}")).toEqual([
      "generator.runningStatistics: has no effect, because generator.normalization is none, which has none",
    ]);
  });

  test.each([
    ["vectors: differentiated", `${R}.vectors: `],
    ["advance: forward", `${R}.advance: `],
    ["iterations: 5", `${R}.iterations: `],
    ["vector: right", `${R}.vector: `],
    ["epsilon: 1e-6", `${R}.epsilon: `],
  ])("power iteration's %s beside exact norms", async (option, key) => {
    for (const name of ["sn", "ssn", "bsn", "bssn"]) {
      expect(await warningsOf(`${R}={name: ${name}, sigma: exact, ${option}}`)).toEqual([
        `${key}has no effect, because sigma is exact: there is no power iteration`,
      ]);
    }
    expect(await warningsOf(`${R}={name: sn, ${option}}`)).toEqual([]);
  });

  test("what compensates past statistics, where none are used or none are compensated", async () => {
    const G = "generator.normalization";
    const warnings = (given: string) =>
      warningsOf(`${G}={name: cross-iteration-batch-norm, negativeVariance: max, ${given}}`);
    expect(await warnings("window: 1, warmUp: 5")).toEqual([
      `${G}.negativeVariance: has no effect, because window is 1: no past statistics are used`,
      `${G}.warmUp: has no effect, because window is 1: no past statistics are used`,
    ]);
    expect(await warnings("compensation: none")).toEqual([
      `${G}.negativeVariance: has no effect, because compensation is none, and no variance that is not compensated is negative`,
    ]);
    expect(await warnings("warmUp: 5")).toEqual([]);
  });

  test.each([
    [
      "the scale of a layer that is not covered",
      [`${R}={name: ssn, layers: ["conv*"], scale: {dense: 3, conv1: 2, default: 1.5}}`],
      `${R}.scale: has no effect on dense, because ssn covers only conv* (${R}.layers)`,
    ],
    [
      "the scale of layers that are not covered",
      [`${R}={name: sn-conv, layers: [conv1, dense], scale: {"conv1*": 3, "*2": 2}}`],
      `${R}.scale: has no effect on *2, because sn-conv covers only conv1, dense (${R}.layers)`,
    ],
    [
      "a generator's options",
      ["generator.reparametrization={name: sn, sigma: exact, iterations: 2}"],
      "generator.reparametrization.iterations: has no effect, because sigma is exact: there is no power iteration",
    ],
    [
      "the size of points",
      [...points, "data.size=64"],
      "data.size: has no effect, because ring does not read it",
    ],
    [
      "the seed of what is not drawn",
      ["data={name: cifar10, seed: 3}"],
      "data.seed: has no effect, because cifar10 does not read it",
    ],
    [
      "classes that the networks do not get",
      ["model.classes=10"],
      "model.classes: has no effect, because model.conditioning is none: the networks do not get the classes",
    ],
    [
      "hidden layers of a cnn",
      ["model.hiddenLayers=5"],
      "model.hiddenLayers: has no effect, because model.architecture is cnn, and it belongs to mlp",
    ],
    [
      "a normalization of no layer",
      [...points, "model.hiddenLayers=1", `${D}.normalization={name: batch-norm}`],
      `${D}.normalization: has no effect, because model.hiddenLayers is 1: in an mlp every hidden layer but the first is normalized`,
    ],
  ])("%s", async (_what, set, warning) => {
    expect(await warningsOf(...set)).toEqual([warning]);
  });

  test.each([
    [`${R}={name: ssn, layers: ["conv*"], scale: {"*1": 3, default: 2}}`],
    [`${R}={name: ssn, scale: {conv1: 3}}`],
    [`${R}={name: ssn, layers: [conv1], scale: {"conv*": 3}}`],
    [`${R}={name: ssn, layers: [conv1], scale: kaiming}`],
    [`${R}={name: bsn, sigma: exact}`],
    ["data.seed=3"],
    ["data.size=64"],
    [...points, "model.hiddenLayers=1", "data.seed=3"],
    [...points, "model.hiddenLayers=2", `${D}.normalization={name: layer-norm}`],
    [
      "model={conditioning: projection, classes: 7}",
      "generator.normalization={name: conditional-batch-norm}",
    ],
  ])("is not what has one: %s", async (...set) => {
    expect(await warningsOf(...set)).toEqual([]);
  });
});

test("nothing is warned of where there is nothing", async () => {
  expect(await warningsOf()).toEqual([]);
});
