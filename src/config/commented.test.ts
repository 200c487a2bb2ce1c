import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { commentedConfig } from "./commented.ts";
import { loadConfig } from "./load.ts";
import { recipes } from "./recipes/registry.ts";
import { shortenConfig } from "./recipes/shorten.ts";

test("what is printed is a config file that gives the same config", async () => {
  const folder = await temporaryFolder();
  for (const name of Object.keys(recipes)) {
    const printed = await loadConfig(name, ["seed=7"]);
    const file = join(folder, `${name}-mine.yaml`);
    await writeFile(file, commentedConfig(printed));
    expect(await loadConfig(file)).toEqual(printed);
  }
});

test("a shortened config comes back shortened, once", async () => {
  const short = shortenConfig(await loadConfig("bssn-cifar10"), 1000);
  const file = join(await temporaryFolder(), "short.yaml");
  await writeFile(file, commentedConfig(short));
  expect(await loadConfig(file)).toMatchObject({ steps: 400, name: "bssn-cifar10-short-1000" });
});

test("the comments say what the recipe stands for, what was published, and what is not known", async () => {
  const text = commentedConfig(await loadConfig("orthonormal-cifar10-c"), ["A note."]);
  const comments = text.split("\n").filter((line) => line.startsWith("#"));
  expect(Math.max(...comments.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text.slice(0, text.indexOf("steps:"))).toMatchInlineSnapshot(`
    "# orthonormal-cifar10-c: orthonormal, CIFAR-10, setting C.
    #
    # Stands for: Miyato et al. 2018, table 2, standard CNN, orthonormal
    # regularization; setting C of table 1.
    #
    # Published: IS 7.40 ± 0.12 (table 2, CIFAR-10), FID 29.0 (table 2, CIFAR-10).
    #
    # Measured there: IS: 5000 generated images, 10 times; mean and standard
    # deviation of the 10. FID: 10000 test images against 5000 generated ones, the
    # authors' own port of Inception.
    #
    # The discriminator's weights start orthonormal, and a penalty keeps them close
    # to it. The paper does not give the penalty's strength; 1e-4 is this package's
    # default. Setting C of table 1 (Radford et al. 2016). Needs CIFAR-10:
    # evenkeel data fetch cifar10 (162 MiB). The published values are the paper's
    # for the method; the paper does not list them by setting. Batch size, initial
    # weights, the generator's step before the discriminator's, and vectors of power
    # iteration, if any, and running statistics that move in every pass are those of
    # the authors' code for such networks (chainer-gan-lib), which adds no noise to
    # pixels. Unlike there, z is normal instead of uniform in [-1, 1], and the
    # discriminator has the channels of the paper's table and the slope 0.1: there
    # the convolutions of stride 2 widen (architecture sndcgan), and the slope is
    # 0.2.
    #
    # Shortened: --shorten N trains N times fewer than the 100K generator steps.
    # What is counted in steps (samples, checkpoints, log records) shrinks with
    # them; rates, batch sizes and widths do not change. It shows whether training
    # is stable at this setting, how norms and gradients develop, and how methods
    # compare at the same N; it cannot show the scores of the full run, nor what
    # happens late.
    #
    # A note.
    #
    # A key that you delete falls back to the recipe's value.
    recipe: orthonormal-cifar10-c
    name: orthonormal-cifar10-c
    seed: 0
    device: auto
    threads: 0
    "
  `);
});

test("a config of no recipe has no comments but those given", async () => {
  const file = join(await temporaryFolder(), "mine.yaml");
  await writeFile(file, "steps: 3\n");
  const config = await loadConfig(file);
  expect(commentedConfig(config)).toMatch(/^name: mine\nseed: 0\n/);
  expect(commentedConfig(config, ["A note."])).toMatch(/^# A note\.\nname: mine\n/);
});
