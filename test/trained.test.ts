/** `sample` and `export` of the built command line, on a run that was trained here. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import * as ort from "onnxruntime-node";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import { sampleNoise } from "../src/runs/trained/draw.ts";
import { built } from "./support/runs/built.ts";
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

  test("draws the image of a name, whatever is drawn beside it", async () => {
    const draw = (...args: string[]) => command(cwd, "sample", "run", ...args);
    expect((await draw("--seed", "7", "--count", "70", "--out", "many")).code).toBe(0);
    const { out } = await draw("--seeds", "3,7:66,7", "--out", "few");
    expect(out).toBe("3 images from step 5: few\n");
    const image = (path: string) => readFile(join(cwd, path));
    expect(await image("few/00001.png")).toEqual(await image("many/00066.png"));
    expect(await image("few/00002.png")).toEqual(await image("many/00000.png"));
    await draw("--seed", "3", "--count", "1", "--out", "one");
    expect(await image("few/00000.png")).toEqual(await image("one/00000.png"));
  });

  test("draws less varied images with truncation, and a sheet of them", async () => {
    const difference = async (out: string, ...args: string[]) => {
      await command(cwd, "sample", "run", "--count", "2", "--out", out, ...args);
      const pixels = (i: number) =>
        sharp(join(cwd, out, `0000${i}.png`))
          .raw()
          .toBuffer();
      const [first, second] = [await pixels(0), await pixels(1)];
      return first.reduce((sum, byte, i) => sum + Math.abs(byte - second[i]!), 0) / first.length;
    };
    const whole = await difference("whole");
    expect(await difference("nearer", "--truncation", "0.1")).toBeLessThan(whole / 2);
    expect(await difference("alike", "--truncation", "0.01")).toBeLessThan(whole / 10);
    expect((await command(cwd, "sample", "run", "--sheet", "--count", "4")).code).toBe(0);
    const sheet = await sharp(join(cwd, "run/sheet-seed-0.png")).metadata();
    expect([sheet.width, sheet.height]).toEqual([2 * 104 - 8, 2 * (96 + 23)]);
  });

  test("leads through images as an animation, the same each time", async () => {
    const draw = async (out: string, ...args: string[]) => {
      const result = await command(cwd, "sample", "run", "--out", out, ...args);
      expect(result.code).toBe(0);
      return { ...result, file: await readFile(join(cwd, out)) };
    };
    const gif = await draw("walk.gif", "--count", "2", "--frames", "6");
    expect(gif.out).toBe("6 frames from step 5: walk.gif\n");
    expect(await sharp(gif.file).metadata()).toMatchObject({
      pages: 6,
      width: 256,
      delay: [50, 50, 50, 50, 50, 50],
    });
    expect((await draw("again.gif", "--count", "2", "--frames", "6")).file).toEqual(gif.file);

    const { file } = await draw("w.webp", "--seeds", "3,4,5", "--frames", "6", "--fps", "10");
    const frames = sharp(file, { animated: true });
    expect(await frames.metadata()).toMatchObject({ pages: 6, delay: Array(6).fill(100) });
    // an image of a name is a frame
    await command(cwd, "sample", "run", "--out", "keys", "--seeds", "3,4,5");
    const pixels = await frames.removeAlpha().raw().toBuffer();
    const key = sharp(join(cwd, "keys/00001.png")).resize(256, 256, { kernel: "nearest" });
    const frame = 256 * 256 * 3;
    expect(pixels.subarray(2 * frame, 3 * frame)).toEqual(await key.raw().toBuffer());
  });

  test.each([
    [["--seeds", "1", "--count", "2"], /--count must be omitted with --seeds/],
    [["--seeds", "1", "--seed", "2"], /--seed must be omitted with --seeds/],
    [["--seeds", "x"], /--seeds: must be seeds, such as 3,17,42/],
    [["--seeds", "1", "--interpolate"], /must be omitted for rows.*\n.*--out walk\.gif/],
    [["--sheet", "--interpolate"], /--sheet must be omitted/],
    [["--sheet", "--out", "folder"], /--out must be a \.png file with --sheet/],
    [["--frames", "9"], /--frames and --fps are for animations\n.*--out walk\.gif/],
    [["--out", "a.gif", "--seeds", "1"], /at least two key images, got 1\n/],
    [["--out", "a.gif", "--frames", "7"], /--frames must be at least the number of key images, 8/],
    [["--out", "a.gif", "--frames", "3000"], /an animation must have at most 2048 images/],
    [["--out", "a.mp4"], /an animation \(\.gif, \.webp, \.apng\).*\n.*ffmpeg -i walk\.apng/],
    [["--truncation", "0.001"], /truncation: must be at least 0\.01/],
    [["--fps", "99"], /must be at most 50/],
    [["--class", "1"], /--class must be omitted: the generator is unconditional/],
  ])("refuses %j", async (args, message) => {
    const result = await command(cwd, "sample", "run", ...args);
    expectRefusal(result);
    expect(result.err).toMatch(message);
  });

  test("is opened by a program, from the run and from its file, and gives the images of sample", async () => {
    const { openGenerator } =
      await built<typeof import("../src/runs/samples/index.ts")>("runs/samples/index");
    await command(cwd, "sample", "run", "--seed", "7", "--count", "3", "--out", "three");
    for (const path of ["run", "run/generator.onnx"]) {
      const generator = await openGenerator(join(cwd, path));
      expect(generator).toMatchObject({ imageShape: [3, 32, 32], classNames: [] });
      const images = await generator.sample({ seed: 7, count: 3 });
      expect([images.shape, images.pixels.length]).toEqual([[3, 3, 32, 32], 3 * 3072]);
      for (const [i, png] of (await images.png()).entries()) {
        const pixels = await sharp(png).raw().toBuffer();
        const drawn = await sharp(join(cwd, `three/0000${i}.png`))
          .raw()
          .toBuffer();
        // two engines' float32 may round a half to either side
        expect([...pixels]).toBeAllclose([...drawn], { absolute: path === "run" ? 0 : 1 });
      }
      const grid = await sharp(await images.grid()).metadata();
      expect([grid.width, grid.height]).toEqual([66, 66]);
      const both = await Promise.all([
        generator.sample({ seed: 1 }),
        generator.sample({ seed: 2 }),
      ]);
      expect(both[0].pixels).not.toEqual(both[1].pixels);
      await expect(generator.sample({ class: "cat" })).rejects.toThrow(
        /^sample: class must be omitted/,
      );
      await expect(generator.sample({ count: 0 })).rejects.toThrow(
        /count must be a whole number of/,
      );
      await expect(generator.sample({ seed: -1 })).rejects.toThrow(
        /seed must be a whole number of/,
      );
      await expect(generator.sample({ truncation: 0 })).rejects.toThrow(
        /^truncation: must be at least/,
      );
      expect((await generator.sample({ seed: 7 })).pixels).toEqual(images.pixels.subarray(0, 3072));
      await generator.release();
    }
    await expect(openGenerator(join(cwd, "nowhere"))).rejects.toThrow(/there is no such folder/);
    await expect(openGenerator(join(cwd, "run/config.onnx"))).rejects.toThrow(/config\.onnx/);
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

  test("draws several classes, and each image of a list in each of them", async () => {
    const both = await picture("--class", "2,1");
    expect(both.out).toBe("2 images of class 2 from step 2: p.png\n");
    const four = await picture("--count", "4", "--class", "2", "--class", "1");
    expect(four.out).toContain("\na class per row: 2, 1\n");
    const listed = await command(
      cwd,
      "sample",
      "run",
      "--seeds",
      "3-7",
      "--class",
      "2,1",
      "--out",
      "l.png",
    );
    expect(listed.out).toBe("10 images from step 2: l.png\na class per row: 2, 1\n");
    const { width, height } = await sharp(join(cwd, "l.png")).metadata();
    expect([width, height]).toEqual([5 * 66 - 2, 2 * 66 - 2]);
  });

  test("leads from class to class", async () => {
    const morph = ["--seeds", "3", "--class", "2,1", "--out"];
    const draw = (...args: string[]) => command(cwd, "sample", "run", ...morph, ...args);
    expect((await draw("m.webp", "--frames", "4")).out).toBe(
      "4 frames from step 2: m.webp\nthrough the classes: 2, 1\n",
    );
    const frames = sharp(join(cwd, "m.webp"), { animated: true });
    const pixels = await frames.removeAlpha().raw().toBuffer();
    const size = 256 * 256 * 3;
    expect((await draw("m")).code).toBe(0);
    for (const [i, frame] of [0, 2].entries()) {
      const image = sharp(join(cwd, `m/0000${i}.png`)).resize(256, 256, { kernel: "nearest" });
      const expected = await image.raw().toBuffer();
      const seen = pixels.subarray(frame * size, (frame + 1) * size);
      // a share of 1 is computed by another kernel than a label
      expect(Array.from(seen)).toBeAllclose(Array.from(expected), { absolute: 1 });
    }
    expect(pixels.subarray(size, 2 * size)).not.toEqual(pixels.subarray(0, size));
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

  test("is opened by a program, which names classes", async () => {
    const { openGenerator } =
      await built<typeof import("../src/runs/samples/index.ts")>("runs/samples/index");
    const pixels = [];
    for (const path of ["run", "run/generator.onnx"]) {
      const generator = await openGenerator(join(cwd, path));
      expect(generator.classNames).toEqual(names);
      const { labels } = await generator.sample({ count: 4 });
      expect(labels).toEqual(Int32Array.of(0, 1, 2, 0));
      const [named, numbered] = [{ class: "2" }, { class: 2 }];
      const images = await generator.sample(named);
      expect(images.labels).toEqual(Int32Array.of(2));
      expect(images.pixels).toEqual((await generator.sample(numbered)).pixels);
      await expect(generator.sample({ class: "0" })).rejects.toMatchObject({
        message: "sample: class must be one of 1, 10, 2, got 0",
        advice: "The number of a class, from 0, is given as a number, not as a text.",
      });
      pixels.push([...images.pixels]);
      await generator.release();
    }
    expect(pixels[0]).toBeAllclose(pixels[1]!, { absolute: 1 });
  });

  test("is run by the program that export prints", async () => {
    const { code, out, err } = await command(
      cwd,
      "export",
      "run",
      "--example",
      "node",
      "--out",
      "x.onnx",
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^generator of step 2, .*: x\.onnx\n$/);
    expect(out).toContain('// class 2 of 0 to 2: "2"');
    await writeFile(join(cwd, "sample.mjs"), out);
    await symlink(
      fileURLToPath(new URL("../node_modules", import.meta.url)),
      join(cwd, "node_modules"),
      "junction",
    );
    await promisify(execFile)(process.execPath, ["sample.mjs"], { cwd });
    const { width, height, channels } = await sharp(join(cwd, "sample.png")).metadata();
    expect([width, height, channels]).toEqual([32, 32, 3]);
  });

  test("becomes a page with the weights inside", async () => {
    const { code, out } = await command(cwd, "export", "run", "--page", "g.html");
    expect(code).toBe(0);
    expect(out).toMatch(/^generator of step 2 as a page, .*: g\.html\nopen it in a browser; .*\n$/);
    const page = await readFile(join(cwd, "g.html"), "utf8");
    const [, weights = ""] = /<script id="weights" type="text\/plain">([^<]*)</.exec(page) ?? [];
    expect(Buffer.from(weights, "base64")).toEqual(await readFile(join(cwd, "run/generator.onnx")));
    for (const [name, ...args] of [
      ["--page", "g.html", "--what", "discriminator"],
      ["--example", "node", "--format", "safetensors"],
    ]) {
      const refused = await command(cwd, "export", "run", name!, ...args);
      expectRefusal(refused);
      expect(refused.err).toContain(`export: ${name} must be used with a generator as ONNX`);
    }
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
