/** The recipes against what the papers and their authors' code say, copied by hand from there. */
import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";
import { recipes } from "./registry.ts";

/** SN-GAN, table 2: IS and FID on CIFAR-10, IS and FID on STL-10. */
const TABLE_2 = `
weight-clipping      | 6.41±.11 | 7.57±.10 | 42.6 | 64.2
gan-gp               | 6.93±.08 | –        | 37.7 | –
wgan-gp              | 6.68±.06 | 8.42±.13 | 40.2 | 55.1
batch-norm           | 6.27±.10 | –        | 56.3 | –
layer-norm           | 7.19±.12 | 7.61±.12 | 33.9 | 75.6
weight-norm          | 6.84±.07 | 7.16±.10 | 34.7 | 73.4
orthonormal          | 7.40±.12 | 8.56±.07 | 29.0 | 46.7
sngan                | 7.42±.08 | 8.28±.09 | 29.3 | 53.1
sngan-hinge          | 7.58±.12 | –        | 25.5 | –
orthonormal 2x       | –        | 8.67±.08 | –    | 44.2
sngan 2x             | –        | 8.69±.09 | –    | 47.5
sngan-hinge 2x       | –        | 8.79±.14 | –    | 43.2
orthonormal resnet   | 7.92±.04 | 8.72±.06 | 23.8±.58 | 42.4±.99
sngan resnet         | 8.22±.05 | 9.10±.04 | 21.7±.21 | 40.1±.50`;

/** SN-GAN, tables 7 and 8: IS and FID on CIFAR-10. */
const TABLES_7_AND_8 = `
wgan-gp-cifar10-cnn             | 6.68±.06 | 40.1
wgan-gp-cifar10-cnn-weight-norm | 6.36±.04 | 42.4
wgan-gp-cifar10-cnn-frobenius   | –        | –
wgan-gp-cifar10-cnn-sn          | 7.20±.08 | 32.0
wgan-gp-cifar10-resnet          | 7.80±.11 | 24.5
wgan-gp-cifar10-resnet-sn       | 7.85±.06 | 23.6
wgan-gp-cifar10-resnet-sn-1.5x  | 7.96±.06 | 22.5`;

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

/** Published values as the tables have them. */
function published(name: string): Record<string, string> {
  const values = (recipes[name]?.published ?? []).map(({ metric, value, deviation }) => {
    const digits = metric === "IS" ? 2 : 1;
    const spread = deviation === undefined ? "" : `±${deviation.toFixed(2).slice(1)}`;
    return [metric, value.toFixed(digits) + spread];
  });
  return Object.fromEntries(values);
}

const cells = (is = "–", fid = "–") => ({
  ...(is === "–" ? {} : { IS: is }),
  ...(fid === "–" ? {} : { FID: fid }),
});

/** Recipes of a row of table 2 on one data set. */
function recipesOf(row: string, data: string): string[] {
  const [method = "", kind] = row.split(" ");
  const network = method.startsWith("sngan") ? "-cnn" : "";
  if (kind === "resnet") return [`${method}-${data}-resnet`];
  if (kind === "2x")
    return data === "stl10" ? [`${method}-stl10${network}-${best(method)}-2x`] : [];
  return "abcdef".split("").map((letter) => `${method}-${data}${network}-${letter}`);
}

/** Best settings on STL-10, as the paper names them. */
const best = (method: string) => (method === "orthonormal" ? "c" : "b");

test("the published values are those of the SN-GAN paper's tables, and there are no others", () => {
  const known = new Set<string>();
  for (const [row = "", isCifar, isStl, fidCifar, fidStl] of rowsOf(TABLE_2)) {
    for (const [data, is, fid] of [
      ["cifar10", isCifar, fidCifar],
      ["stl10", isStl, fidStl],
    ] as const) {
      for (const name of recipesOf(row, data)) {
        expect(recipes, name).toHaveProperty([name]);
        expect([name, published(name)]).toEqual([name, cells(is, fid)]);
        known.add(name);
      }
    }
  }
  for (const [name = "", is, fid] of rowsOf(TABLES_7_AND_8)) {
    expect([name, published(name)]).toEqual([name, cells(is, fid)]);
    known.add(name);
  }
  const others = Object.values(recipes).filter((r) => r.published.length > 0 && !known.has(r.name));
  expect(others.map(({ name }) => [name, published(name)])).toEqual([
    ["wgan-gp-cifar10", { IS: "6.68±.06", FID: "40.2" }],
    ["sngan-imagenet-resnet", { IS: "21.10±.35" }],
    ["sndcgan-cifar10", { FID: "25.3" }],
    ["sndcgan-cifar10-gp", { FID: "26.0" }],
  ]);
});

/** Adam's numbers, n_dis, steps, loss: what a config says of them. */
async function settingOf(name: string) {
  const { generator, discriminator, nDis, steps, loss } = await loadConfig(name);
  const [g, d] = [generator.optimizer, discriminator.optimizer];
  if (g.name !== "adam" || d.name !== "adam") throw new Error("not Adam");
  expect([g.beta1, g.beta2]).toEqual([d.beta1, d.beta2]);
  return [g.learningRate, d.learningRate, g.beta1, g.beta2, nDis, steps, loss];
}

test("the settings of table 1 of the SN-GAN paper, for every method and data set", async () => {
  const table = {
    a: [1e-4, 1e-4, 0.5, 0.9, 5, 100_000],
    b: [1e-4, 1e-4, 0.5, 0.999, 1, 100_000],
    c: [2e-4, 2e-4, 0.5, 0.999, 1, 100_000],
    d: [1e-3, 1e-3, 0.5, 0.9, 5, 100_000],
    e: [1e-3, 1e-3, 0.5, 0.999, 5, 100_000],
    f: [1e-3, 1e-3, 0.9, 0.999, 5, 100_000],
  };
  const losses: Readonly<Record<string, string>> = {
    "sngan-hinge": "hinge",
    "wgan-gp": "wasserstein",
  };
  for (const [row = ""] of rowsOf(TABLE_2).filter(([name]) => !name?.includes(" "))) {
    for (const name of [...recipesOf(row, "cifar10"), ...recipesOf(row, "stl10")]) {
      const expected = table[name.slice(-1) as keyof typeof table];
      const loss = losses[row] ?? "non-saturating";
      expect([name, ...(await settingOf(name))]).toEqual([name, ...expected, loss]);
    }
  }
});

test("the residual networks' settings, and the learning rate's fall on ImageNet", async () => {
  const setting = [2e-4, 2e-4, 0, 0.9, 5];
  expect(await settingOf("sngan-cifar10-resnet")).toEqual([...setting, 100_000, "hinge"]);
  expect(await settingOf("sngan-imagenet-resnet")).toEqual([...setting, 450_000, "hinge"]);
  expect(await settingOf("bssn-imagenet")).toEqual([...setting, 500_000, "hinge"]);
  const linear = { name: "linear", from: 400_000 };
  expect(recipes["sngan-imagenet-resnet"]?.config).toMatchObject({
    batchSize: 64,
    generator: { batchSize: 128, schedule: linear },
    discriminator: { schedule: linear },
  });
  expect(recipes["bssn-imagenet"]?.config).toMatchObject({
    batchSize: 16,
    generator: { batchSize: 32, noise: "fresh" },
  });
});

/** What the codes of the sources do in training, by recipe. */
async function trainingOf(name: string) {
  const { data, order, model, generator, discriminator } = await loadConfig(name);
  const { normalization, runningStatistics, noise } = generator;
  const method = discriminator.reparametrization as { vector?: string; advance?: string };
  return {
    ...{ pixels: data.dequantization, order, z: model.latentDistribution ?? "normal", noise },
    epsilon: "epsilon" in normalization ? normalization.epsilon : undefined,
    statistics: runningStatistics ?? "generator-steps",
    vector: `${method.vector} moves by ${method.advance}`,
  };
}

test("the order, noise, vectors and statistics of the authors' codes", async () => {
  const chainer = {
    ...{ order: "generator-first", z: "normal", noise: "fresh", epsilon: 2e-5 },
    ...{ statistics: "all-steps", vector: "left moves by pass" },
  };
  // chainer-gan-lib: no noise on pixels
  for (const name of ["sngan-cifar10-cnn-a", "sngan-hinge-stl10-cnn-b-2x", "sngan-stl10-cnn-c"]) {
    expect([name, await trainingOf(name)]).toEqual([name, { ...chainer, pixels: "none" }]);
  }
  // sngan_projection: noise on CIFAR-10 and ImageNet; it has no STL-10
  for (const name of ["cifar10-resnet", "imagenet-resnet", "imagenet-projection", "stl10-resnet"]) {
    const pixels = name.startsWith("stl10") ? "none" : "uniform";
    expect([name, await trainingOf(`sngan-${name}`)]).toEqual([name, { ...chainer, pixels }]);
  }
  const bsn = {
    ...{ pixels: "none", order: "discriminator-first", z: "normal", epsilon: 1e-5 },
    vector: "left moves by update",
  };
  expect(await trainingOf("bssn-cifar10")).toEqual({
    ...{ ...bsn, noise: "last", statistics: "all-steps" },
  });
  expect(await trainingOf("bssn-imagenet")).toEqual({
    ...{ ...bsn, noise: "fresh", statistics: "generator-steps" },
  });
});

test("SNDCGAN is compare_gan's, with the values of its task list", async () => {
  const setting = [2e-4, 2e-4, 0.5, 0.999, 1, 200_000, "non-saturating"];
  for (const [name, value] of [
    ["sndcgan-cifar10", 25.27],
    ["sndcgan-cifar10-gp", 26],
  ] as const) {
    expect(await settingOf(name)).toEqual(setting);
    expect(await trainingOf(name)).toEqual({
      ...{ pixels: "none", order: "discriminator-first", z: "uniform", noise: "last" },
      ...{ epsilon: 2e-5, statistics: "all-steps", vector: "right moves by pass" },
    });
    expect(recipes[name]).toMatchObject({
      published: [{ metric: "FID", value }],
      measuredBy: "10k-10k-test",
    });
  }
  expect(recipes["sndcgan-cifar10-gp"]?.config.discriminator?.penalties).toEqual([
    { name: "gp", weight: 10, epsilon: 1e-4 },
  ]);
});

test("recipes that stand for nothing have none of what the authors' codes have of their own", async () => {
  const plain = {
    ...{ pixels: "uniform", order: "discriminator-first", z: "normal", noise: "fresh" },
    ...{ epsilon: 1e-5, statistics: "generator-steps" },
  };
  for (const name of ["dragan-cifar10", "r1-cifar10", "sn-conv-cifar10"]) {
    expect([name, await trainingOf(name)]).toEqual([name, expect.objectContaining(plain)]);
  }
  const keys = Object.keys((await loadConfig("quickstart")).generator);
  expect(keys).not.toContain("runningStatistics");
});

test("the grid of the BSN authors' code", async () => {
  const few = [0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6];
  const many = [...few, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4];
  const scales = { cifar10: many, stl10: few, celeba: few, imagenet: [1, 1.2, 1.4, 1.6] };
  const steps = { cifar10: 400_000, stl10: 800_000, celeba: 400_000, imagenet: 500_000 };
  const expected: string[] = [];
  for (const [data, list] of Object.entries(scales)) {
    for (const scale of list) {
      for (const mode of ["sn", "bsn"]) {
        const scaled = { sn: "ssn", bsn: "bssn" }[mode];
        const name = `${scale === 1 ? mode : scaled}-${data}-scale-${scale.toFixed(1)}`;
        expected.push(name);
        const { config } = recipes[name] ?? {};
        expect(config?.discriminator?.reparametrization, name).toEqual({
          name: scale === 1 ? mode : scaled,
          ...(scale === 1 ? {} : { scale }),
          advance: "update",
          vectors: "differentiated",
        });
        expect(config?.steps).toBe(steps[data as keyof typeof steps]);
      }
    }
  }
  for (const data of ["cifar10", "stl10", "celeba"] as const) {
    for (const method of ["sn", "bsn", "same-gamma", "diff-gamma"]) {
      const loss = method.endsWith("gamma") ? "wasserstein" : "hinge";
      for (const g of [1e-4, 2e-4]) {
        for (const d of [1e-4, 2e-4]) {
          const name = `${method}-${data}-lr-${g * 1e4}e-4-${d * 1e4}e-4`;
          expected.push(name);
          const rest = [0.5, 0.999, 1, steps[data], loss];
          expect([name, ...(await settingOf(name))]).toEqual([name, g, d, ...rest]);
        }
      }
      const name = `${method}-${data}-ndis-5`;
      expected.push(name);
      const setting = [1e-4, 1e-4, 0.5, 0.9, 5, 400_000, loss];
      expect([name, ...(await settingOf(name))]).toEqual([name, ...setting]);
    }
  }
  const aliases = ["bssn-cifar10", "bssn-stl10", "bssn-celeba", "bssn-imagenet"];
  const found = Object.values(recipes).filter(({ group }) => group.startsWith("bsn-"));
  expect(found.map(({ name }) => name).sort()).toEqual([...expected, ...aliases].sort());
});

test("no value of the BSN paper is listed, since none could be verified", () => {
  const found = Object.values(recipes).filter(({ group }) => group.startsWith("bsn-"));
  expect(found.filter(({ published }) => published.length > 0)).toEqual([]);
  expect(found.every(({ description }) => description.includes("could not be verified"))).toBe(
    true,
  );
});
