/** `sample` and `export` of the built command line, on a run that was trained here. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import * as ort from "onnxruntime-node";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import { sampleNoise } from "../src/runs/trained/draw.ts";
import { command, evenkeel, expectRefusal } from "./support/runs/command-line.ts";
import { resumeWith, trainTiny } from "./support/runs/small-runs.ts";
import { copyOf, sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

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

describe("a conditional generator of numbered classes", () => {
  const cwd = sharedFolder();
  const names = ["1", "10", "2"];
  beforeAll(async () => {
    for (const [i, name] of names.entries()) {
      await mkdir(join(cwd, "images", name), { recursive: true });
      const background = { r: 99 * i, g: 9, b: 9 };
      const image = sharp({ create: { width: 32, height: 32, channels: 3, background } });
      await image.png().toFile(join(cwd, "images", name, "a.png"));
    }
    await trainTiny(
      join(cwd, "run"),
      ...["data.name=folder", `data.path=${join(cwd, "images")}`, "data.count=3"],
      ...["model.classes=3", "model.conditioning=projection"],
      ...["generator.normalization.name=conditional-batch-norm"],
      ...["steps=2", "checkpointEvery=1"],
    );
  });

  const sample = (...args: string[]) => command(cwd, "sample", "run", "--count", "2", ...args);
  const picture = async (...args: string[]) => {
    const { code, out } = await sample("--out", "p.png", ...args);
    expect(code).toBe(0);
    return { out, pixels: await readFile(join(cwd, "p.png")) };
  };

  test("draws a class by its name, and by its number where that is said", async () => {
    const named = await picture("--class", "2");
    expect(named.out).toBe("2 images of class 2 from step 2: p.png\n");
    expect((await picture("--class-index", "2")).pixels).toEqual(named.pixels);
    expect((await picture("--class-index", "1")).pixels).not.toEqual(named.pixels);
    const all = await picture("--count", "9");
    expect(all.out).toContain("\na class per row: 1, 10, 2\n");
  });

  test.each([
    [["--class", "0"], /--class must be one of 1, 10, 2, got 0\n.*--class-index/],
    [["--class-index", "3"], /--class-index must be a number below 3.*got 3/],
    [["--class", "1", "--class-index", "1"], /cannot be used with/],
    [["--step", "7"], /no checkpoint of step 7\n.*1, 2/],
  ])("refuses %j", async (args, message) => {
    const result = await sample(...args);
    expectRefusal(result);
    expect(result.err).toMatch(message);
  });

  test("is drawn and exported from an earlier checkpoint", async () => {
    const { out, pixels } = await picture("--step", "1");
    expect(out).toContain("from step 1: p.png");
    expect((await picture()).pixels).not.toEqual(pixels);
    expect((await sample("--step", "1")).out).toContain("run/sample-seed-0-000001.png");
    const exported = await command(cwd, "export", "run", "--step", "1", "--out", "early.onnx");
    expect(exported.out).toMatch(/^generator of step 1, /);
  });

  test("says the names in its files", async () => {
    await command(cwd, "export", "run", "--out", "e.onnx");
    for (const file of ["run/generator.onnx", "e.onnx"]) {
      const { metadataProps } = fromBinary(ModelProtoSchema, await readFile(join(cwd, file)));
      const kept = metadataProps.find(({ key }) => key === "classNames")?.value;
      expect(JSON.parse(kept!)).toEqual(names);
    }
    await command(cwd, "export", "run", "--format", "safetensors");
    const { metadata } = decodeSafetensors(await readFile(join(cwd, "run/all.safetensors")));
    expect(JSON.parse(metadata.classNames!)).toEqual(names);
    const report = await command(cwd, "report", "run", "--out", "page.html");
    expect(report.code).toBe(0);
    expect(await readFile(join(cwd, "page.html"), "utf8")).toContain("a class per row: 1, 10, 2");
  });

  test("is resumed on the same classes only", async () => {
    const images = await copyOf(join(cwd, "images"));
    await rename(join(images, "2"), join(images, "3"));
    const settings = [`data.path=${images}`, "steps=3"];
    await expect(resumeWith(join(cwd, "run"), settings, true)).rejects.toThrow(
      /classes that the run was trained on, of which number 2 is 2, got 3 in /,
    );
  });

  test("of an earlier run, which kept no names, is drawn by numbers", async () => {
    const run = await copyOf(join(cwd, "run"));
    const { classes, ...info } = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
    expect(classes).toEqual(names);
    await writeFile(join(run, "run.json"), JSON.stringify(info));
    const { code, out } = await command(cwd, "sample", run, "--class", "2", "--out", "o.png");
    expect({ code, out }).toEqual({
      code: 0,
      out: "64 images of class number 2 from step 2: o.png\n",
    });
  });

  test("is not analyzed on other classes", async () => {
    await rename(join(cwd, "images/2"), join(cwd, "images/3"));
    const result = await command(cwd, "analyze", "run", "--images", "2");
    await rename(join(cwd, "images/3"), join(cwd, "images/2"));
    expectRefusal(result);
    expect(result.err).toContain("only the former has 3, only the latter has 2");
  });
});
