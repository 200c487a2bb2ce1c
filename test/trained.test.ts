/** `sample` and `export` of the built command line, on a run that was trained here. */
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import { sampleNoise } from "../src/runs/trained/draw.ts";
import { command, evenkeel } from "./support/runs/command-line.ts";
import { trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

describe("a trained generator", () => {
  const cwd = sharedFolder();
  beforeAll(() => trainTiny(join(cwd, "run"), "steps=5"));

  test("leads from one image to another, in rows of eight", async () => {
    const { code } = await command(cwd, "sample", "run", "--interpolate", "--count", "3");
    expect(code).toBe(0);
    const grid = await sharp(join(cwd, "run/interpolation-seed-0.png")).metadata();
    expect([grid.width, grid.height]).toEqual([8 * 66 - 2, 3 * 66 - 2]);
  });

  test("is sampled without the images that it learned from", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    const pixels = { width: 32, height: 32, channels: 3, background: "#4080c0" } as const;
    await sharp({ create: pixels }).png().toFile(join(cwd, "images/0.png"));
    const own = ["data.name=folder", `data.path=${cwd}/images`, "data.count=1"];
    await trainTiny(join(cwd, "run"), ...own, "steps=1");
    await rename(join(cwd, "images"), join(cwd, "elsewhere"));
    expect(await command(cwd, "sample", "run", "--count", "5")).toMatchObject({ code: 0 });
    const grid = await sharp(join(cwd, "run/sample-seed-0.png")).metadata();
    expect([grid.width, grid.height]).toEqual([3 * 66 - 2, 2 * 66 - 2]);
  });

  test("gives the same images through sample, generator.onnx and export", async () => {
    const args = ["--count", "4", "--seed", "7", "--out", "images"];
    expect((await evenkeel(cwd, "sample", "run", ...args)).code).toBe(0);
    expect((await evenkeel(cwd, "export", "run", "--out", "g.onnx")).code).toBe(0);
    expect(await readFile(join(cwd, "g.onnx"))).toEqual(
      await readFile(join(cwd, "run/generator.onnx")),
    );

    const session = await ort.InferenceSession.create(join(cwd, "run/generator.onnx"));
    const z = new ort.Tensor("float32", sampleNoise(7, 4, { latentSize: 16 }), [4, 16]);
    const { images } = await session.run({ z });
    expect(images!.dims).toEqual([4, 3, 32, 32]);
    for (let i = 0; i < 4; i++) {
      const file = join(cwd, `images/${String(i).padStart(5, "0")}.png`);
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 32, height: 32, channels: 3 });
      const planes = (images!.data as Float32Array).subarray(i * 3072, (i + 1) * 3072);
      const expected = Array.from(
        data,
        (_, p) => 127.5 * (planes[(p % 3) * 1024 + Math.floor(p / 3)]! + 1),
      );
      // a pixel is the nearest byte; two engines' float32 may round a half to either side
      expect(Array.from(data)).toBeAllclose(expected, { absolute: 0.501 });
    }
  });

  test("is exported as safetensors with the names that scripts rely on", async () => {
    const { code } = await command(cwd, "export", "run", "--format", "safetensors");
    expect(code).toBe(0);
    const { tensors } = decodeSafetensors(await readFile(join(cwd, "run/all.safetensors")));
    expect([...tensors.keys()]).toEqual(
      expect.arrayContaining([
        "discriminator/conv1/weight",
        "discriminator/conv1/weight.effective",
        "discriminator/conv1/u",
        "generator/dense/weight",
        "generator/norm0/mean",
      ]),
    );
    const raw = tensors.get("discriminator/conv7/weight")!;
    const used = tensors.get("discriminator/conv7/weight.effective")!;
    const sigma = raw.data[0]! / used.data[0]!;
    expect(Array.from(used.data, (w) => w * sigma)).toBeAllclose(raw.data, { relative: 1e-5 });
  });
});
