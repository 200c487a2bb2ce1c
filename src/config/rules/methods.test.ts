/** Methods that do not go together: which, and the reason a person is given. */
import { expect, test } from "vitest";
import { assembleModel } from "../assemble.ts";
import { loadConfig } from "../load.ts";

/** What is wrong with `quickstart` so changed, without the heading. */
async function problem(...set: readonly string[]): Promise<string> {
  const error = await loadConfig("quickstart-unconditional", set).then(
    () => undefined,
    (reason: Error) => reason,
  );
  return (error?.message ?? "nothing")
    .split("\n")
    .slice(1)
    .join("\n")
    .replaceAll("  --set", "--set");
}

const D = "discriminator";

test.each([
  [
    "a scale of 0",
    [`${D}.reparametrization={name: ssn, scale: 0}`],
    /reparametrization\.scale: must be .*above 0/,
  ],
  [
    "a scale below 0",
    [`${D}.reparametrization={name: bssn, scale: -1.2}`],
    /reparametrization\.scale: must be .*above 0.*got -1\.2/,
  ],
  [
    "a bidirectional scale on biases",
    [`${D}.reparametrization={name: bssn, gamma: shared}`],
    /gammaOnBias: must be false with bssn: the papers multiply biases by γ with plain SN only/,
  ],
  [
    "a gradient penalty with batch statistics",
    [`${D}.penalties=[{name: gp}]`, `${D}.normalization={name: batch-norm}`],
    /penalties: must not include gp together with batch-norm: the penalty limits the slope at each image/,
  ],
  [
    "a gradient penalty with the statistics of several batches",
    [`${D}.penalties=[{name: gp}]`, `${D}.normalization={name: cross-iteration-batch-norm}`],
    /penalties: must not include gp together with cross-iteration-batch-norm.*layer-norm or group-norm/,
  ],
  [
    "the statistics of one example",
    ["batchSize=1", `${D}.normalization={name: cross-iteration-batch-norm, window: 1}`],
    /discriminator\.normalization: must have a window of 2 or more with batches of one example/,
  ],
  [
    "the statistics of one example of the generator's",
    [
      "generator.batchSize=1",
      "generator.normalization={name: cross-iteration-batch-norm, window: 1}",
    ],
    /generator\.normalization: must have a window of 2 or more with batches of one example/,
  ],
  [
    "dragan with batch statistics",
    [`${D}.penalties=[{name: dragan}]`, `${D}.normalization={name: batch-norm}`],
    /must not include dragan/,
  ],
  [
    "fixup with a division by a norm",
    ["model.architecture=resnet", `${D}.initializer={name: fixup}`],
    /reparametrization: must be \{name: none\} with the initializer fixup/,
  ],
  [
    "fixup without branches",
    [`${D}.initializer={name: fixup}`, `${D}.reparametrization={name: none}`],
    /initializer: must not be fixup in a network without residual branches/,
  ],
  [
    "fixup beside a normalization",
    ["model.architecture=resnet", "generator.initializer={name: fixup}"],
    /generator\.normalization: must be \{name: none\} with the initializer fixup/,
  ],
  [
    "classes without conditioning",
    ["generator.normalization={name: conditional-batch-norm}"],
    /must not be conditional-batch-norm while model\.conditioning is none/,
  ],
  [
    "classes that do not reach the generator",
    ["model.conditioning=projection"],
    /generator\.normalization: must be conditional-batch-norm while model\.conditioning is not none/,
  ],
  [
    "a number of classes that only the files can tell",
    [
      "model.conditioning=projection",
      "generator.normalization={name: conditional-batch-norm}",
      "data={name: folder, path: images}",
    ],
    /model\.classes: must be given, because the number of classes of folder depends on its files/,
  ],
  [
    "weights of a classifier that is not there",
    ["auxiliaryClassifier.real=2"],
    /auxiliaryClassifier: must be left out while model\.conditioning is none/,
  ],
  [
    "a classifier for images without classes",
    [
      "model.conditioning=auxiliary-classifier",
      "generator.normalization={name: conditional-batch-norm}",
      "data={name: stl10, split: unlabeled}",
    ],
    /model\.conditioning: must be none for the unlabeled images, which have no classes/,
  ],
  [
    "classes for a generator with fixup",
    [
      "model.architecture=resnet",
      "model.conditioning=projection",
      "generator.initializer={name: fixup}",
    ],
    /^--set generator\.initializer=\S+ fixup}: generator\.initializer: must not be fixup while model\.conditioning is not none: .*$/,
  ],
  [
    "the noise of a step that has not been",
    ["generator.noise=last", "order=generator-first"],
    /generator\.noise: must be fresh when the generator goes first/,
  ],
  [
    "the noise of a batch of another size",
    ["generator.noise=last", "generator.batchSize=32"],
    /generator\.noise: must be fresh when generator\.batchSize is not batchSize/,
  ],
  [
    "a schedule that begins after the end",
    ["generator.schedule={name: linear, from: 2000}"],
    /generator\.schedule\.from: must be below steps \(2000\)/,
  ],
  ["points in a cnn", ["data.name=ring"], /architecture: must be mlp for the points of ring/],
  [
    "augmented points",
    ["data.name=ring", "model.architecture=mlp", "augmentation.name=diffaugment"],
    /augmentation\.name: must be none for the points of ring, which are no images, got "diffaugment"/,
  ],
  [
    "an augmentation steered by outputs without a sign",
    ["loss=wasserstein", `${D}.penalties=[{name: gp}]`, "augmentation.name=ada"],
    /augmentation\.name: must not be adaptive when loss is wasserstein, because .* \(loss: non-saturating, hinge, saturating, least-squares\), got "ada"/,
  ],
  [
    "an option of another augmentation",
    ["augmentation={name: diffaugment, target: 0.5}"],
    /augmentation\.target: .*/,
  ],
  [
    "modes of what has none",
    ["data.modes=8"],
    /data\.modes: must not be given when data\.name is shapes \(it belongs to ring, grid\)/,
  ],
  [
    "a grid that is no square",
    ["data.name=grid", "model.architecture=mlp", "data.modes=8"],
    /data\.modes: must be a square number/,
  ],
])("%s is refused with a reason", async (_what, set, reason) => {
  expect(await problem(...set)).toMatch(reason);
});

test.each([
  [[`${D}.penalties=[{name: gp}]`, `${D}.normalization={name: layer-norm}`]],
  [[`${D}.penalties=[{name: l2}]`, `${D}.normalization={name: batch-norm}`]],
  [[`${D}.reparametrization={name: bssn, gamma: shared, gammaOnBias: false}`]],
  [[`${D}.reparametrization={name: sn, gamma: layer}`]],
  [["model.conditioning=projection", "generator.normalization={name: conditional-batch-norm}"]],
  [
    [
      "data.name=ring",
      "model.architecture=mlp",
      "model.conditioning=projection",
      "generator.normalization={name: conditional-batch-norm}",
    ],
  ],
  [["generator.noise=last"]],
  [["augmentation={name: ada, target: 0.5, transforms: [blit, color]}"]],
  [["loss=wasserstein", "augmentation={name: diffaugment, policy: [translation]}"]],
  [["generator.batchSize=32", "order=generator-first"]],
])("%o is allowed", async (set) => {
  expect(await problem(...set)).toBe("");
});

test("points have as many classes as there are modes", async () => {
  const set = [
    "model={architecture: mlp, conditioning: projection}",
    "generator.normalization={name: conditional-batch-norm}",
  ];
  const classes = async (...more: readonly string[]) =>
    assembleModel(await loadConfig("quickstart-unconditional", [...set, ...more])).definition
      .classes;
  expect(await classes("data.name=ring")).toBe(8);
  expect(await classes("data.name=grid")).toBe(25);
  expect(await classes("data={name: grid, modes: 9}")).toBe(9);
  expect(await classes("data.name=moons")).toBe(2);
  expect(await classes("data.name=ring", "model.classes=12")).toBe(12);
});

test.each([
  [`${D}.reparametrization={name: sn, layers: [conv1, conv9]}`, "layers", "conv9"],
  [`${D}.reparametrization={name: ssn, scale: {"conv*": 1.2, fc: 2}}`, "scale", "fc"],
])("%s names a layer that is not there", async (set, key, layer) => {
  const config = await loadConfig("quickstart-unconditional", [set]);
  expect(() => assembleModel(config)).toThrow(
    `${D}.reparametrization.${key}: must name layers out of conv1, conv2, conv3, conv4, conv5, conv6, conv7, dense, got ${layer}`,
  );
});
