/** Image files as what is measured and what it is compared with. */
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { shapes } from "../../../test/support/shipped-classifiers.ts";
import { sharedFolder, temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { zip } from "../../../test/support/zip.ts";
import { shapeKinds } from "../../data/sets/shapes/index.ts";
import type { MetricName } from "../../metrics/index.ts";
import { randomStream } from "../../random.ts";
import { runEvaluation } from "./session.ts";

const cwd = sharedFolder();
beforeAll(() => void vi.stubEnv("EVENKEEL_CACHE", join(cwd, "cache")));

interface Drawing {
  readonly side?: number;
  readonly channels?: 1 | 3;
  readonly seed?: number;
  readonly ending?: "png" | "tiff";
}

/** Writes an image of noise. */
async function draw(file: string, { side = 16, channels = 3, seed = 0, ending = "png" }: Drawing) {
  const stream = randomStream(seed, file.replace(/\.[a-z]+$/, "").replace(/^.*\//, ""));
  const level = stream.integer(200);
  const pixels = Uint8Array.from(
    { length: side * side * channels },
    () => level + stream.integer(50),
  );
  await mkdir(join(file, ".."), { recursive: true });
  await sharp(pixels, { raw: { width: side, height: side, channels } })
    .toFormat(ending, { compression: ending === "tiff" ? "none" : undefined })
    .toFile(file);
}

async function fill(folder: string, count: number, drawing: Drawing = {}): Promise<string> {
  const ending = drawing.ending ?? "png";
  for (let i = 0; i < count; i++) await draw(join(folder, `${10 + i}.${ending}`), drawing);
  return folder;
}

async function evaluated(
  path: string,
  against: string,
  metrics: readonly MetricName[] = ["fid"],
  features = "shapes",
) {
  const request = { path, against, metrics, features, device: "cpu", changes: {} } as const;
  const { subjects } = await runEvaluation(request, () => {});
  const [record] = subjects[0]!.evaluations[0]!.records;
  return record!;
}

describe("the size of image files", () => {
  test("is that of the images alone: no file that is none, and no order, changes a distance", async () => {
    const root = await temporaryFolder();
    const real = await fill(join(root, "real"), 12, { seed: 1 });
    const fake = await fill(join(root, "fake"), 12);
    const { value, subject, warnings } = await evaluated(fake, real);
    expect(value).toBeGreaterThan(1);
    expect(subject).toMatchObject({
      shape: [3, 16, 16],
      sizes: { median: 16, least: 16, greatest: 16, different: 1, ofMedian: 12, files: 12 },
    });
    expect(warnings.join()).not.toContain("sizes");
    const hidden = join(root, "hidden");
    await cp(fake, hidden, { recursive: true });
    await draw(join(hidden, ".thumbnails/00.png"), { side: 8 });
    await draw(join(hidden, ".00.png"), { side: 8 });
    await writeFile(join(hidden, "00.txt"), "no image");
    expect((await evaluated(hidden, real)).value).toBe(value);
    const tiffs = await fill(join(root, "tiffs"), 12, { ending: "tiff" });
    expect((await evaluated(tiffs, real)).value).toBe(value);
  });

  test("is the median of several, which is told and recorded", async () => {
    const root = await temporaryFolder();
    const real = await fill(join(root, "real"), 12, { seed: 1 });
    for (const stray of ["00", "99"]) {
      const fake = await fill(join(root, stray), 12);
      await draw(join(fake, `${stray}.png`), { side: 8 });
      const { subject, warnings } = await evaluated(fake, real);
      expect(subject).toMatchObject({
        shape: [3, 16, 16],
        sizes: { median: 16, least: 8, greatest: 16, different: 2, ofMedian: 12, files: 13 },
      });
      expect(warnings).toContain(
        "the 13 generated images have 2 sizes, 8 to 16 pixels, 12 of them 16: all are resized to 16",
      );
    }
    const mixed = await evaluated(real, join(root, "00"));
    expect(mixed.reference?.sizes).toMatchObject({ least: 8, different: 2 });
    expect(mixed.warnings.join()).toContain("the 13 real images have 2 sizes");
  });

  test("is one that data sets can have", async () => {
    const root = await temporaryFolder();
    const tiny = await fill(join(root, "tiny"), 4, { side: 4 });
    const { subject, warnings } = await evaluated(tiny, tiny);
    expect(subject.shape).toEqual([3, 8, 8]);
    expect(warnings).toContain("the generated images have 4 pixels a side: all are resized to 8");
  });
});

test("an archive is measured as its folder is", async () => {
  const root = await temporaryFolder();
  const fake = await fill(join(root, "fake"), 12);
  const real = await fill(join(root, "real"), 12, { seed: 1 });
  const packed = async (folder: string) => {
    const names = (await readdir(folder)).sort();
    const contents = names.map(async (name) => ({
      name,
      content: await readFile(join(folder, name)),
    }));
    await writeFile(`${folder}.zip`, zip(await Promise.all(contents)));
    return `${folder}.zip`;
  };
  const { value } = await evaluated(fake, real);
  expect((await evaluated(await packed(fake), await packed(real))).value).toBe(value);
});

describe("classes", () => {
  async function twoSides(): Promise<Record<"real" | "fake", string>> {
    const root = await temporaryFolder();
    const [real, fake] = [join(root, "real"), join(root, "fake")];
    for (const [i, name] of ["apple", "banana", "cherry"].entries()) {
      await fill(join(real, name), 4, { seed: i });
    }
    await cp(real, fake, { recursive: true });
    return { real, fake };
  }

  test("are paired by their names, whatever their order", async () => {
    const { real, fake } = await twoSides();
    // sorted, Cherry comes before apple
    await rename(join(fake, "cherry"), join(fake, "Cherry"));
    const { value, warnings, details } = await evaluated(fake, real, ["intra-fid"]);
    expect(value).toBeLessThan(1e-6);
    expect(warnings.join("\n")).toContain(`the class Cherry of ${fake} is taken for cherry of`);
    expect(details.perClass).toMatchObject([
      { label: 0, name: "apple" },
      { label: 1, name: "banana" },
      { label: 2, name: "cherry" },
    ]);
  });

  test("of other names are refused, those that differ are named", async () => {
    const { real, fake } = await twoSides();
    await rename(join(fake, "cherry"), join(fake, "grape"));
    expect(
      await failure(evaluated(fake, real, ["intra-fid"]), join(real, "..")),
    ).toMatchInlineSnapshot(`
        "DATA: classes: ROOT/fake and ROOT/real must have classes of the same names: only the former has grape, only the latter has cherry
        Rename the folders of classes, or omit metrics of classes, such as intra-fid."
      `);
    expect((await evaluated(fake, real, ["fid"])).value).toBeLessThan(1e-6);
  });

  test("of too few images are refused by their names", async () => {
    const { real, fake } = await twoSides();
    for (const i of [11, 12, 13]) await rename(join(fake, `banana/${i}.png`), join(fake, `${i}.x`));
    await expect(evaluated(fake, real, ["intra-fid"])).rejects.toThrow(
      "got 4 and 1 of class banana",
    );
  });
});

describe("features", () => {
  test("of a network that was not made for the images are named as such", async () => {
    const root = await temporaryFolder();
    const fake = await fill(join(root, "fake"), 12);
    const record = await evaluated(fake, fake);
    const doubt = /^the network shapes was made for drawings of .*, not for other images/;
    expect(record.warnings).toContainEqual(expect.stringMatching(doubt));
    expect(record.extractor?.madeFor).toBe("drawings of the built-in set shapes");
    const large = await fill(join(root, "large"), 12, { side: 40 });
    expect((await evaluated(large, large)).warnings).toContain(
      "the network shapes takes images at 32 pixels, these have 40: finer detail does not count",
    );
    const fit = await evaluated(fake, "shapes");
    expect(fit.warnings).not.toContainEqual(expect.stringMatching(doubt));
  });
});

describe("class-accuracy", () => {
  test("counts the images that the classifier takes for the class of their folder", async () => {
    const root = await temporaryFolder();
    const count = 40;
    const drawn = shapes(5, count);
    for (let i = 0; i < count; i++) {
      const folder = join(root, "real", shapeKinds[i % shapeKinds.length]!);
      await mkdir(folder, { recursive: true });
      // the channels come as planes
      const pixels = Uint8Array.from(
        { length: 3072 },
        (_, at) => drawn[3072 * i + 1024 * (at % 3) + Math.floor(at / 3)]!,
      );
      await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } }).toFile(
        join(folder, `${i}.png`),
      );
    }
    const [real, swapped] = [join(root, "real"), join(root, "swapped")];
    expect((await evaluated(real, real, ["class-accuracy"])).value).toBe(1);
    await cp(real, swapped, { recursive: true });
    const [first = "", second = ""] = shapeKinds;
    await rename(join(swapped, first), join(swapped, "kept"));
    await rename(join(swapped, second), join(swapped, first));
    await rename(join(swapped, "kept"), join(swapped, second));
    expect((await evaluated(swapped, real, ["class-accuracy"])).value).toBe(0.8);
  });
});

describe("gray images", () => {
  /** MNIST's files with images of noise. */
  async function mnist(root: string): Promise<void> {
    const header = (magic: number, ...sizes: readonly number[]) =>
      Buffer.from(Uint32Array.of(magic, ...sizes).buffer).swap32();
    const stream = randomStream(0, "digits");
    const pixels = Uint8Array.from({ length: 8 * 784 }, () => stream.integer(256));
    await mkdir(join(root, "mnist"), { recursive: true });
    const write = (name: string, parts: readonly Uint8Array[]) =>
      writeFile(join(root, "mnist", name), Buffer.concat(parts));
    await write("train-images-idx3-ubyte", [header(0x803, 8, 28, 28), pixels]);
    await write("train-labels-idx1-ubyte", [
      header(0x801, 8),
      Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    ]);
  }

  const against = async (path: string, root: string) => {
    const request = { path, against: "mnist", root, features: "shapes", device: "cpu" } as const;
    const { subjects } = await runEvaluation(
      { ...request, metrics: ["fid"], changes: {} },
      () => {},
    );
    return subjects[0]!.evaluations[0]!.records[0]!;
  };

  test("are compared with gray ones, whether their files have one channel or three", async () => {
    const root = await temporaryFolder();
    await mnist(root);
    const one = await fill(join(root, "one"), 8, { channels: 1, side: 28 });
    const three = join(root, "three");
    await mkdir(three);
    for (const name of await readdir(one)) {
      const file = sharp(join(one, name)).toColourspace("srgb");
      await file.png().toFile(join(three, name));
    }
    expect((await sharp(join(three, "10.png")).metadata()).channels).toBe(3);
    const { value, subject } = await against(one, root);
    expect(subject.shape).toEqual([1, 28, 28]);
    expect((await against(three, root)).value).toBe(value);
  });

  test("are compared in color with a folder, which is told", async () => {
    const root = await temporaryFolder();
    const gray = await fill(join(root, "gray"), 8, { channels: 1 });
    const real = await fill(join(root, "real"), 8);
    const notes: string[] = [];
    const request = { path: gray, against: real, metrics: ["fid"], features: "shapes" } as const;
    await runEvaluation({ ...request, device: "cpu", changes: {} }, (message) => {
      if (message.type === "note") notes.push(message.text);
    });
    expect(notes).toContain(
      "all generated images are gray: they are compared in color, as any others",
    );
  });

  test("are not compared with color ones", async () => {
    const root = await temporaryFolder();
    await mnist(root);
    const color = await fill(join(root, "color"), 8, { side: 28 });
    expect(await failure(against(color, root), root)).toMatchInlineSnapshot(`
      "DATA: evaluate: the real images must have the generated ones' shape [3, 28, 28], got [1, 28, 28] of mnist
      Compare gray images with gray ones, others with those in color: --against."
    `);
  });
});
