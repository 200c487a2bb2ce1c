import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { EvenkeelError } from "../errors.ts";
import { projections, reparametrizations } from "../stabilizers/index.ts";
import { loadConfig, readResolvedConfig, stringifyConfig } from "./load.ts";
import { configSchema } from "./schema.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function fileOf(text: string, name = "my.yaml"): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** The message, without the test's own folder and without lists that grow. */
async function told(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => expect.unreachable("it did not fail"),
    (reason: unknown) => reason as EvenkeelError,
  );
  expect(error).toMatchObject({ name: "EvenkeelError", code: "CONFIG" });
  const lists = [configSchema.shape, reparametrizations, projections];
  return lists.reduce(
    (text, list) => text.replaceAll(Object.keys(list).join(", "), "[all of them]"),
    error.message.replaceAll(`${folder}/`, ""),
  );
}

describe("the order of the sources", () => {
  test("a path may name a place in a list that is there", async () => {
    const weight = "discriminator.penalties.0.weight=3";
    const { discriminator } = await loadConfig("sndcgan-cifar10-gp", [weight]);
    expect(discriminator.penalties).toEqual([{ name: "gp", weight: 3, epsilon: 1e-4, target: 1 }]);
    const both = await loadConfig("quickstart", ["discriminator.penalties=[{name: r1}]", weight]);
    expect(both.discriminator.penalties).toEqual([{ name: "r1", weight: 3 }]);
    await expect(loadConfig("sndcgan-cifar10", [weight])).rejects.toThrow(
      "discriminator.penalties: must be a list",
    );
  });

  test("--set over file over recipe over defaults", async () => {
    const file = await fileOf(`
recipe: sngan-cifar10-cnn-a
steps: 700
generator:
  optimizer: {learningRate: 1e-3}
`);
    const config = await loadConfig(file, ["generator.optimizer.beta1=0.9", "seed=5"]);
    expect(config).toMatchObject({
      recipe: "sngan-cifar10-cnn-a",
      name: "my",
      steps: 700,
      seed: 5,
      nDis: 5,
      threads: 0,
      model: { generatorChannels: 512, latentSize: 128 },
      generator: { optimizer: { name: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.9 } },
      discriminator: { optimizer: { learningRate: 1e-4 }, reparametrization: { name: "sn" } },
    });
  });

  test("what a file leaves out has its default, and the later of two --set wins", async () => {
    const defaults = configSchema.parse({});
    const file = await fileOf("seed: 0\n", "plain one.yaml");
    expect(await loadConfig(file)).toEqual({ ...defaults, name: "plain-one" });
    expect(
      (await loadConfig("quickstart-unconditional", ["steps=1", "steps=2", "name=x"])).name,
    ).toBe("x");
    expect((await loadConfig("quickstart-unconditional", ["steps=1", "steps=2"])).steps).toBe(2);
  });

  test("values of --set are YAML, lists included", async () => {
    const config = await loadConfig("quickstart-unconditional", [
      "data.root=/data sets/",
      "discriminator.penalties=[{name: r1, weight: 5}]",
      "discriminator.projections=[{name: clip}]",
      "generator.ema=0.999",
    ]);
    expect(config.data.root).toBe("/data sets/");
    expect(config.discriminator.penalties).toEqual([{ name: "r1", weight: 5 }]);
    expect(config.discriminator.projections).toEqual([{ name: "clip", limit: 0.01 }]);
    expect(config.generator.ema).toBe(0.999);
  });

  test("another method keeps the options that it shares with the one before, not the others", async () => {
    const config = await loadConfig("sngan-cifar10-cnn-f", [
      "generator.optimizer.name=sgd",
      "discriminator.reparametrization.name=none",
      "generator.initializer={name: kaiming, slope: 0.1}",
    ]);
    expect(config.generator.optimizer).toEqual({ name: "sgd", learningRate: 1e-3, momentum: 0 });
    expect(config.discriminator.reparametrization).toEqual({ name: "none" });
    expect(config.generator.initializer).toEqual({ name: "kaiming", slope: 0.1 });
  });

  test("options of a method need no name where the default one is meant", async () => {
    const file = await fileOf("discriminator: {reparametrization: {iterations: 3}}");
    expect((await loadConfig(file)).discriminator.reparametrization).toMatchObject({
      name: "sn",
      iterations: 3,
    });
  });
});

describe("the resolved config", () => {
  test("is read back as it was, and its recipe is not looked up", async () => {
    const config = await loadConfig("sngan-stl10-cnn-b", ["data.root=stl", "name='1e3'"]);
    const file = await fileOf(stringifyConfig({ ...config, recipe: "of-another-version" }));
    expect(await readResolvedConfig(file)).toEqual({ ...config, recipe: "of-another-version" });
  });
});

describe("problems", () => {
  test("all are told at once, with line, key, rule, value and what was meant", async () => {
    const file = await fileOf(`recipe: quickstart
stpes: 700
seed: 1.5
batch_size: 64
loss: hingee
learningRate: 1e-3
samples: [8, 8]
`);
    const data = await fileOf(
      "data:\n  name: cifar\n  size: 4\n  root: ''\n  path: 2024\n",
      "data.yaml",
    );
    const networks = await fileOf(
      `generator:
  ema: 1
  optimizer:
    name: adma
    momentum: 0.9
discriminator:
  optimizer:
    momentum: 0.9
    beta1: high
  reparametrization: sn
  penalties:
    - name: r1
      wieght: 3
    - name: r1
      weight: -1
  projections: 3
`,
      "networks.yaml",
    );
    const sets = ["nDis=0", "model.latentSize=.inf", "device=gpu"];
    const messages = [
      await told(loadConfig(file, sets)),
      await told(loadConfig(data, ["threads", "keep=[", "foo=1"])),
      await told(loadConfig(networks)),
    ];
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "the config has 9 problems:
        my.yaml, line 3: seed: must be a whole number, got 1.5
        --set device=gpu: device: must be one of auto, cpu, webgpu, cuda, got "gpu"; did you mean webgpu?
        --set nDis=0: nDis: must be a whole number in [1, 1000], got 0
        --set model.latentSize=.inf: model.latentSize: must be a whole number in [1, 65536], got Infinity
        my.yaml, line 5: loss: must be one of non-saturating, hinge, saturating, wasserstein, least-squares, got "hingee"; did you mean hinge?
        my.yaml, line 7: samples: must be a group of keys, got [8,8]
        my.yaml, line 2: stpes: unknown key; did you mean steps?
        my.yaml, line 4: batch_size: unknown key; did you mean batchSize?
        my.yaml, line 6: learningRate: unknown key; did you mean generator.optimizer.learningRate or discriminator.optimizer.learningRate?
      the config has 7 problems:
        --set threads: must be path=value, as in --set steps=1000
        --set keep=[: the value must be YAML: Flow sequence must end with a ]
        data.yaml, line 2: data.name: must be one of shapes, cifar10, cifar100, stl10, mnist, fashion-mnist, celeba, imagenet, folder, ring, grid, swiss-roll, moons, got "cifar"; did you mean cifar10?
        data.yaml, line 4: data.root: must be text, not empty, got ""
        data.yaml, line 5: data.path: must be text, not empty, got 2024; write it in quotes, "2024"
        data.yaml, line 3: data.size: must be a whole number in [8, 1024], got 4
        --set foo=1: foo: unknown key; known here: [all of them]
      the config has 8 problems:
        networks.yaml, line 4: generator.optimizer.name: must be one of adam, sgd, got "adma"; did you mean adam?
        networks.yaml, line 2: generator.ema: must be a number in [0, 1), got 1
        networks.yaml, line 9: discriminator.optimizer.beta1: must be a number in [0, 1), got "high"
        networks.yaml, line 8: discriminator.optimizer.momentum: unknown key; it belongs to sgd, not to adam
        networks.yaml, line 10: discriminator.reparametrization: must be a group with a name ([all of them]), got "sn"; did you mean {name: sn}?
        networks.yaml, line 13: discriminator.penalties.0.wieght: unknown key; did you mean weight?
        networks.yaml, line 15: discriminator.penalties.1.weight: must be a number > 0, got -1
        networks.yaml, line 16: discriminator.projections: must be a list, each item a group with a name ([all of them]), got 3"
    `);
  });

  test("of very many the first ten are told, and how many there are", async () => {
    const keys = Array.from({ length: 4000 }, (_, i) => `k${i}: 1\n`).join("");
    const message = await told(loadConfig(await fileOf(keys)));
    const lines = message.split("\n");
    expect(lines[0]).toBe("the config has 4000 problems:");
    expect(lines).toHaveLength(12);
    expect(lines[1]).toMatch(/^ {2}my\.yaml, line 1: k0: unknown key; known here: /);
    expect(lines[11]).toBe("  and 3990 more");
    const nested = Array.from({ length: 20 }, (_, i) => `  k${i}: 1\n`).join("");
    expect(await told(loadConfig(await fileOf(`data:\n${nested}seed: x\n`)))).toMatch(
      /^the config has 21 problems:\n(.*\n){10} {2}and 11 more$/,
    );
    await expect(loadConfig(await fileOf(keys))).rejects.toMatchObject({
      details: { problems: { length: 10 }, count: 4000 },
    });
  });

  test("references that do not fit", async () => {
    const sets = [
      ["referenceGeneratorChannels=64", "referenceDiscriminatorChannels=8"],
      ["referenceGeneratorChannels=300"],
      ["referenceDiscriminatorChannels=0"],
    ];
    const messages = await Promise.all(
      sets.map((set) =>
        told(
          loadConfig(
            "quickstart-unconditional",
            set.map((one) => `model.${one}`),
          ),
        ),
      ),
    );
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "the config has 2 problems:
        --set model.referenceGeneratorChannels=64: model.referenceGeneratorChannels: must be at least model.generatorChannels (128): it is the channels of the wider network that this one stands for, got 64
        --set model.referenceDiscriminatorChannels=8: model.referenceDiscriminatorChannels: must be at least model.discriminatorChannels (16): it is the channels of the wider network that this one stands for, got 8
      the config has a problem:
        --set model.referenceGeneratorChannels=300: model.referenceGeneratorChannels: must be a multiple of 8, which the cnn halves three times, got 300
      the config has a problem:
        --set model.referenceDiscriminatorChannels=0: model.referenceDiscriminatorChannels: must be a whole number in [1, 8192], got 0"
    `);
  });

  test("what does not fit together", async () => {
    const messages = [
      await told(
        loadConfig("quickstart-unconditional", ["data.size=36", "model.generatorChannels=20"]),
      ),
      await told(loadConfig("quickstart-unconditional", ["data.name=cifar10", "data.size=48"])),
      await told(loadConfig("quickstart-unconditional", ["data.name=folder"])),
      await told(loadConfig("quickstart-unconditional", ["data.name=mnist", "data.size=24"])),
      await told(loadConfig("sngan-stl10-cnn-b", ["data.resize=pad", "data.name=cifar100"])),
      await told(loadConfig("sngan-stl10-cnn-b", ["data.resize=pad"])),
      await told(loadConfig("quickstart-unconditional", ["data.labels=fine"])),
      await told(loadConfig("quickstart-unconditional", ["data.name=shapes", "data.path=images"])),
      await told(
        loadConfig("sngan-cifar10-cnn-a", ["data.split=test", "data.count=10001", "nDis=x"]),
      ),
      await told(
        loadConfig("quickstart-unconditional", [
          "discriminator.penalties=[{name: r1}, {name: r1}]",
        ]),
      ),
    ];
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "the config has 2 problems:
        --set data.size=36: data.size: must be a multiple of 8, which the cnn halves three times, got 36
        --set model.generatorChannels=20: model.generatorChannels: must be a multiple of 8, which the cnn halves three times, got 20
      the config has a problem:
        --set data.size=48: data.size: must be 32 when data.name is cifar10, got 48
      the config has a problem:
        data.path: must name the folder or archive of images when data.name is folder (--set data.path=PATH), got nothing
      the config has a problem:
        --set data.size=24: data.size: must be at least 28, the size of the images, unless data.resize is a resizer such as pillow-bilinear, got 24
      the config has 3 problems:
        --set data.resize=pad: data.resize: must not be given when data.name is cifar100 (it belongs to stl10, mnist, fashion-mnist, celeba, imagenet, folder), got "pad"
        data.split: must be one of train, test, all when data.name is cifar100 (unlabeled belongs to stl10), got "unlabeled"
        data.size: must be 32 when data.name is cifar100, got 48
      the config has a problem:
        --set data.resize=pad: data.resize: must be one of tf1-bilinear, opencv-bilinear, pillow-box, pillow-bilinear, pillow-bicubic when data.name is stl10 (pad belongs to mnist, fashion-mnist), got "pad"
      the config has a problem:
        --set data.labels=fine: data.labels: must not be given when data.name is shapes (it belongs to cifar100), got "fine"
      the config has a problem:
        --set data.path=images: data.path: must not be given when data.name is shapes (it belongs to folder), got "images"
      the config has 2 problems:
        --set nDis=x: nDis: must be a whole number in [1, 1000], got "x"
        --set data.count=10001: data.count: must be at most 10000, the images in the test split of cifar10, got 10001
      the config has a problem:
        --set discriminator.penalties=[{name: r1}, {name: r1}]: discriminator.penalties: must name each method once, got [{"name":"r1","weight":10},{"name":"r1","weight":10}]"
    `);
  });

  test("a path alone means the user's folder, whatever data the recipe has", async () => {
    const implied = await loadConfig("quickstart-unconditional", ["data.path=images"]);
    expect(implied.data).toMatchObject({ name: "folder", path: "images", size: 32 });
    const file = await fileOf("recipe: sngan-cifar10-cnn-a\ndata: {path: images}\n");
    expect((await loadConfig(file)).data.name).toBe("folder");
    expect((await loadConfig(file, ["data.path=others"])).data.path).toBe("others");
    expect(await told(loadConfig(file, ["data.name=mnist"]))).toContain(
      "data.path: must not be given when data.name is mnist (it belongs to folder)",
    );
  });

  test("a rule about a wrong key waits until the key is right", async () => {
    const message = await told(loadConfig("sngan-stl10-cnn-b", ["data.name=foldr"]));
    expect(message).toMatchInlineSnapshot(`
      "the config has a problem:
        --set data.name=foldr: data.name: must be one of shapes, cifar10, cifar100, stl10, mnist, fashion-mnist, celeba, imagenet, folder, ring, grid, swiss-roll, moons, got "foldr"; did you mean folder?"
    `);
  });

  test("a file that is no config", async () => {
    const messages = [
      await told(loadConfig(join(folder, "missing.yaml"))),
      await told(loadConfig(await fileOf("steps: 1\n  seed: [2\n"))),
      await told(loadConfig(await fileOf("steps: 1\nseed: 1\nsteps: 2\n"))),
      await told(loadConfig(await fileOf("- steps\n"))),
      await told(loadConfig(await fileOf("recipe: quikstart\nstpes: 1\n"))),
      await told(loadConfig(await fileOf("recipe: 3\n"))),
      await told(loadConfig("sngan-cifar10")),
      await told(
        loadConfig("quickstart-unconditional", ["name=../x", "steps=", "seed=9e99", "=3"]),
      ),
    ];
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "missing.yaml: there is no such config file
      the config has 3 problems:
        my.yaml, line 1: must be YAML: Nested mappings are not allowed in compact mappings
        my.yaml, line 1: must be YAML: Implicit keys need to be on a single line
        my.yaml, line 3: must be YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
      the config has a problem:
        my.yaml, line 3: must be YAML: Map keys must be unique
      the config has a problem:
        my.yaml, line 1: must hold keys and values
      the config has 2 problems:
        my.yaml, line 1: recipe: must be a recipe or a .yaml file, got "quikstart"; did you mean quickstart? evenkeel train --list lists all recipes
        my.yaml, line 2: stpes: unknown key; did you mean steps?
      the config has a problem:
        my.yaml, line 1: recipe: must be text, got 3; write it in quotes, "3"
      the config has a problem:
        recipe: must be a recipe or a .yaml file, got "sngan-cifar10"; did you mean sngan-cifar10-cnn-a? evenkeel train --list sngan-cifar10 lists 8 like it
      the config has 4 problems:
        --set =3: must be path=value, as in --set steps=1000
        --set name=../x: name: must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit, got "../x"
        --set seed=9e99: seed: must be a whole number (larger numbers are not exact), got 9e+99
        --set steps=: steps: must be a whole number ≥ 1, got nothing"
    `);
  });

  test("keys without a name, and those in a key that takes none", async () => {
    const messages = [
      await told(loadConfig("")),
      await told(loadConfig(await fileOf("recipe: quickstart\n'': 1\ngenerator: {~: 1}\n"))),
      await told(loadConfig("quickstart-unconditional", ["a..b=1", "steps.x=1", "generator.=1"])),
    ];
    expect(messages.join("\n").replaceAll(/known here: .*/g, "…")).toMatchInlineSnapshot(`
      "the config has a problem:
        recipe: must be a recipe or a .yaml file, got ""; evenkeel train --list lists all recipes
      the config has 2 problems:
        my.yaml, line 3: generator."": unknown key; …
        my.yaml, line 2: "": unknown key; …
      the config has 3 problems:
        --set steps.x=1: steps: must be a whole number ≥ 1, got {"x":1}
        --set generator.=1: generator."": unknown key; …
        --set a..b=1: a: unknown key; …"
    `);
  });

  test("programs get them one by one", async () => {
    await expect(
      loadConfig("quickstart-unconditional", ["generator.ema=2", "sed=1"]),
    ).rejects.toMatchObject({
      details: {
        problems: [
          { path: "generator.ema", text: "must be a number in [0, 1), got 2" },
          { path: "sed", text: "unknown key; did you mean seed?" },
        ],
      },
    });
  });
});
