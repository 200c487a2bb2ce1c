import { describe, expect, test } from "vitest";
import { imageSettings, square } from "../config/images/index.ts";
import { loadConfig } from "../config/index.ts";
import type { ImageSurvey } from "../data/dataset/index.ts";
import type { EvenkeelError } from "../errors.ts";
import type { Machine } from "./choice.ts";
import { derive } from "./derive.ts";
import { doubts, refuseUnfit } from "./refuse.ts";
import { type OwnImagesRequest, readRequest } from "./request.ts";

const survey: ImageSurvey = {
  path: "/photos",
  count: 3000,
  classes: [{ name: "photos", count: 3000 }],
  hasTest: false,
  looked: 256,
  sizes: { median: 200, least: 100, greatest: 400, different: 9, ofMedian: 3, files: 256 },
  aspect: 1,
  gray: 0,
  blank: 0,
  transparent: 0,
  broken: [],
  notes: [],
};

/** Seconds of a step at 32 pixels; at others by their pixels. */
const machine = (at32: number | undefined): Machine => ({
  cores: 4,
  memory: 2 ** 34,
  secondsOf:
    at32 === undefined
      ? undefined
      : ({ size: { height, width } }) => (at32 * height * width) / 32 ** 2,
  timedBy: "measured at 32 pixels",
  bytesOf: ({ size: { height, width }, batchSize }) => height * width * batchSize * 1000,
});

function choose(
  images: Partial<ImageSurvey> = {},
  asked: Partial<OwnImagesRequest> = {},
  on: Partial<Machine> & { readonly at32?: number } = {},
) {
  const { at32 = 0.05, ...others } = on;
  const request = readRequest({ path: "photos", ...asked });
  const facts = { survey: { ...survey, ...images }, request };
  refuseUnfit(facts);
  return derive({ ...facts, machine: { ...machine(at32), ...others } });
}

/** What was chosen by its names, as a person reads it. */
const told = (...args: Parameters<typeof choose>) =>
  Object.fromEntries(
    choose(...args).choices.map(({ what, chosen, reason }) => [what, `${chosen}: ${reason}`]),
  );
const settingsOf = (...args: Parameters<typeof choose>) =>
  Object.fromEntries(choose(...args).settings as readonly (readonly [string, unknown])[]);

function refused(...args: Parameters<typeof choose>): string {
  try {
    choose(...args);
  } catch (error) {
    const { code, message, advice } = error as EvenkeelError;
    return `${code}: ${message}\n${advice}`;
  }
  return expect.unreachable("no error");
}

test("everything is chosen, each with its reason", () => {
  expect(told()).toMatchInlineSnapshot(`
    {
      "augment": "diffaugment: 2850 images to train on; below 10 000 D would learn them by heart",
      "average": "about 1000 steps: samples are drawn with averaged weights, over a tenth of the run at most",
      "batch": "32 images: a step takes about 125 MiB",
      "channels": "color: all 256 images looked at are",
      "classes": "none: no sub-folders",
      "evaluation": "every 500 steps: with training images (150 held-out ones are too few), by the features photos; the held-out images that are covered are counted",
      "fit": "crop: most images have nearly the same sides",
      "flips": "on: mirrored images add to them; not for writing: --set data.flip=false",
      "held out": "150 images: at random, 5 % and at most 1000; they are named in dataset.json",
      "kept": "the best and the 3 newest checkpoints: by Fréchet distance",
      "networks": "resnet-images, 64 and 64 channels: preset small, an hour on a processor",
      "size": "64 x 64: 40 000 steps at 128 would take 8h 53m (measured at 32 pixels)",
      "steps": "18 000: about 1h 00m at 200 ms each (measured at 32 pixels)",
      "threads": "4: one for each core",
    }
  `);
});

test("the settings are a config that is right in itself, and win over the recipe's", async () => {
  for (const preset of ["small", "medium", "large"] as const) {
    const asked = { preset, conditional: true, size: 64 };
    const classes = ["a", "b", "c"].map((name) => ({ name, count: 1000 }));
    const { recipe, settings } = choose({ classes }, asked);
    expect(recipe).toBe("images-64");
    const config = await loadConfig(recipe, settings);
    expect(config).toMatchObject({
      recipe,
      name: "photos-64",
      threads: 0,
      data: { name: "folder", path: "photos", size: 64, heldOut: 150, flip: true },
      model: { ...imageSettings(square(64), preset).model, conditioning: "projection", classes: 3 },
      generator: { normalization: { name: "conditional-batch-norm" } },
    });
  }
});

describe("the size", () => {
  const size = (...args: Parameters<typeof choose>) => settingsOf(...args)["data.size"];

  test("is the largest of a recipe that the images and the time allow", () => {
    const sizes = (median: number) => ({ ...survey.sizes!, median });
    expect(
      [31, 32, 63, 64, 127, 128, 255, 256, 900].map((one) =>
        size({ sizes: sizes(one) }, {}, { at32: 0.0005 }),
      ),
    ).toEqual([32, 32, 32, 64, 64, 128, 128, 256, 256]);
    // an hour has 3600 s: 10 000 steps of 0.09 s at 64 pixels fit, of 0.1 s do not fit four times
    expect([0.09, 0.1].map((at32) => size({}, {}, { at32 }))).toEqual([64, 32]);
    // a night has 28 800 s: 40 000 steps of 0.72 s at 128 pixels fit, 80 000 of 2.88 s at 256 do not
    expect(size({ sizes: sizes(900) }, { preset: "medium" }, { at32: 0.045 })).toBe(128);
    expect(size({}, { steps: 1000 }, { at32: 0.2 })).toBe(128);
    expect(told({ sizes: sizes(20) }).size).toBe(
      "32 x 32: the smallest; above 20, the median shorter side: enlarged",
    );
    expect(told({}, {}, { at32: 0.1 }).size).toBe(
      "32 x 32: 10 000 steps at 64 would take 1h 06m (measured at 32 pixels)",
    );
  });

  test("is what was asked for, which other choices follow", () => {
    expect(choose({}, { size: 48 })).toMatchObject({ recipe: "images-64" });
    expect(settingsOf({}, { size: 48 })).toMatchObject({
      "data.size": 48,
      "model.architecture": "resnet-images",
      "generator.initializer.name": "xavier",
    });
    expect(settingsOf({}, { set: ["data.size=128"] })).toMatchObject({
      "data.size": 128,
      batchSize: 16,
    });
    expect(refused({}, { size: 40 })).toMatchInlineSnapshot(`
      "CONFIG: data.size: must be a multiple of 16 from 32 to 256, in height and width, for the networks that are chosen here, got 40
      Other sizes, with networks of your choice: evenkeel train images-32 --set data.path=photos --set data.size=N"
    `);
  });
});

test("rectangles are sizes like others", () => {
  const asked = { size: 96, width: 64 };
  expect(choose({}, asked).recipe).toBe("images-64");
  expect(settingsOf({}, asked)).toMatchObject({
    ...{ name: "photos-96x64", "data.size": 96, "data.width": 64, batchSize: 32 },
  });
  const { size, fit } = told({ aspect: 2 / 3 }, asked);
  expect([size, fit]).toEqual([
    "96 x 64 (height x width): as you asked",
    "crop: most images have nearly these proportions",
  ]);
  expect(told({ aspect: 1 }, asked).fit).toMatch(/^crop: the middle of images as wide as high;/);
  expect(settingsOf({}, { size: 256, width: 192 })).toMatchObject({ batchSize: 16 });
  // 32 is as wide as the recipe of 64 is at least, whose networks it has
  expect(choose({}, { size: 32, width: 48 }).recipe).toBe("images-64");
  expect(refused({}, { size: 96, width: 70 })).toContain("got 96 x 70");
  expect(refused({}, { size: 272 })).toContain("from 32 to 256");
  expect(refused({}, { set: ["data.width=64"] })).toMatchInlineSnapshot(`
    "CONFIG: data.width: must be given with the height, data.size, got 64
    Give both, as height x width: --size 96x64."
  `);
});

test("images that are no squares are cut, which is told", () => {
  expect([1.02, 1.5, 0.5].map((aspect) => told({ aspect }).fit)).toEqual([
    "crop: most images have nearly the same sides",
    "crop: the middle of images 1.5 times as wide as high; data.fit=pad keeps all of them",
    "crop: the middle of images 2 times as high as wide; data.fit=pad keeps all of them",
  ]);
});

describe("the other choices", () => {
  test("gray images have one channel and are not mirrored; mixed ones are in color", () => {
    expect(settingsOf({ gray: 256 })).toMatchObject({ "data.channels": 1, "data.flip": false });
    expect(settingsOf({ gray: 255 })).toMatchObject({ "data.channels": 3, "data.flip": true });
    expect(told({ gray: 255 }).channels).toBe(
      "color: 255 of 256 images looked at are gray, and learned in color too",
    );
  });

  test("five per cent are held out, a thousand at most, none beside a folder test", () => {
    const heldOut = (images: Partial<ImageSurvey>) => settingsOf(images)["data.heldOut"];
    expect([20, 300, 19_990, 100_000].map((count) => heldOut({ count }))).toEqual([
      1, 15, 1000, 1000,
    ]);
    expect(heldOut({ hasTest: true })).toBeUndefined();
  });

  test("evaluations compare with images that are held out where they are enough", () => {
    const evaluation = (images: Partial<ImageSurvey>) => [
      settingsOf(images)["evaluate.protocol"],
      told(images).evaluation?.replace(/^.*?: /, ""),
    ];
    expect([
      evaluation({ count: 9000 }),
      evaluation({ count: 10_000 }),
      evaluation({ hasTest: true }),
    ]).toEqual([
      [
        "quick",
        "with training images (450 held-out ones are too few), by the features photos; the held-out images that are covered are counted",
      ],
      [
        "held-out",
        "with 500 held-out images, by the features photos; the held-out images that are covered are counted",
      ],
      [
        "held-out",
        "with the folder test, by the features photos; the held-out images that are covered are counted",
      ],
    ]);
  });

  test("held-out images are counted where there are ten, and said to be too few otherwise", () => {
    const metrics = (images: Partial<ImageSurvey>) => settingsOf(images)["evaluate.metrics"];
    expect(metrics({ count: 200 })).toEqual(["fid", "prdc", "covered", "memorization"]);
    expect(metrics({ hasTest: true })).toEqual(["fid", "prdc", "covered", "memorization"]);
    expect(metrics({ count: 180 })).toEqual(["fid", "prdc"]);
    expect(told({ count: 180 }).evaluation).toContain("for want of 10 held-out images");
  });

  test("batches fit the memory and the number of images", () => {
    expect(settingsOf().batchSize).toBe(32);
    expect(settingsOf({}, { size: 32 }, { memory: 2 ** 24 }).batchSize).toBe(8);
    expect(settingsOf({ count: 21 }).batchSize).toBe(20);
  });

  test("steps fill the preset's time, with two digits, within limits", () => {
    const steps = (at32: number) => settingsOf({}, { size: 32 }, { at32 }).steps;
    expect([0.1, 0.0077, 1e-6, 100].map(steps)).toEqual([36_000, 100_000, 100_000, 1000]);
    expect(settingsOf({}, { size: 32 }, { at32: 0.077 }).steps).toBe(46_000);
    expect(told({}, { size: 32, steps: 77 }, { secondsOf: undefined })).toMatchObject({
      steps: "77: as you asked",
      average:
        "about 8 steps: samples are drawn with averaged weights, over a tenth of the run at most",
    });
  });

  test("what is set stays, is told, and is not set again in another way", () => {
    const set = ["batchSize=5", "data.flip=false", "evaluate.every=7", "logEvery=3"];
    const { choices } = choose({}, { set });
    const shown = choices.filter(({ reason }) => reason.startsWith("as you asked"));
    expect(shown.map(({ what, chosen, reason }) => [what, chosen, reason])).toEqual([
      ["batch", "5", "as you asked (batchSize)"],
      ["flips", "false", "as you asked (data.flip)"],
      ["evaluation", "3, 7", "as you asked (logEvery, evaluate.every)"],
    ]);
  });

  test("few images are augmented", () => {
    const name = (count: number) => settingsOf({ count })["augmentation.name"];
    expect([300, 10_499, 10_600].map(name)).toEqual(["diffaugment", "diffaugment", "none"]);
    expect(told({ count: 300 }).augment).toBe(
      "diffaugment: 285 images to train on; below 10 000 D would learn them by heart",
    );
  });

  test("networks are told of as they are", () => {
    expect(told({}, { size: 32, set: ["model.generatorChannels=64"] }).networks).toMatch(
      /^cnn, 64 and 16 channels: /,
    );
  });

  test("classes are told of where they are not used", () => {
    const classes = ["ant", "bee", "cow", "dog"].map((name) => ({ name, count: 9 }));
    expect(told({ classes }).classes).toBe(
      "not used: --conditional learns each sub-folder by itself (ant, bee, cow and 1 more)",
    );
    expect(refused({}, { conditional: true })).toMatchInlineSnapshot(`
      "CONFIG: --conditional: needs images in two sub-folders at least, one for each class, got 1 class in /photos
      Put the images of each class into a folder of its own directly in /photos, or leave --conditional out."
    `);
  });
});

test("images that nothing can be learned from are refused, with a way out", () => {
  const broken = [{ file: "/photos/1.png", reason: "not an image" }];
  const refusals = [
    refused({ count: 2 }),
    refused({ blank: 256 }),
    refused({ sizes: { ...survey.sizes!, median: 9 } }),
    refused({ sizes: undefined, broken, looked: 1 }),
  ];
  expect(refusals.join("\n")).toMatchInlineSnapshot(`
    "DATA: /photos: must have 20 images at least: of so few a generator only learns copies, got 2 images
    Add images; some hundreds are a start. To train on them all the same: evenkeel train images-32 --set data.path=photos
    DATA: /photos: must have images that show something, got 256 images looked at, each of a single color
    Is it the right folder? To train on them all the same: evenkeel train images-32 --set data.path=photos
    DATA: /photos: must have images of 16 pixels at least, got a median shorter side of 9 pixels
    Are these previews? Name the folder of the images themselves, or enlarge them: --size 32.
    DATA: /photos: must have images that can be read, got 1 file that cannot: /photos/1.png: not an image
    Open one of them with an image viewer; save them anew as PNG or JPEG."
  `);
  expect(refused({}, { preset: "tiny" as "small" })).toContain(
    "--preset: must be one of small, medium, large",
  );
});

test("what a person should know is told", () => {
  const odd = {
    ...survey,
    broken: [{ file: "/photos/1.png", reason: "not an image" }],
    ...{ blank: 1, transparent: 2, notes: ["A note."] },
    sizes: { ...survey.sizes!, least: 3 },
  };
  const request = readRequest({ path: "photos" });
  expect(doubts({ survey: odd, request })).toMatchInlineSnapshot(`
    [
      "A note.",
      "1 file of the 256 looked at cannot be read and will be left out: /photos/1.png (not an image).",
      "Of a single color: 1 image of the 256 looked at.",
      "With transparent places, which become white (data.background): 2 images of the 256 looked at; --alpha channel learns what is transparent.",
      "The smallest has a shorter side of 3 pixels.",
    ]
  `);
  expect(doubts({ survey, request })).toEqual([]);
});

describe("transparent places", () => {
  const stickers = { transparent: 256 };
  const told = (asked: Partial<OwnImagesRequest>) =>
    doubts({
      survey: { ...survey, ...stickers },
      request: readRequest({ path: "photos", ...asked }),
    });

  test("become a color unless a channel is asked for, and the choice is told", () => {
    expect(settingsOf(stickers)["data.channels"]).toBe(3);
    expect(told({ set: ["data.background='#102030'"] })[0]).toContain("become #102030");
    expect(told({ alpha: "background" })[0]).toContain("--alpha channel learns");
  });

  test("are a fourth channel if that is asked for, by the option or its key", async () => {
    const asked = { alpha: "channel" } as const;
    const { recipe, settings, choices } = choose(stickers, asked);
    expect((await loadConfig(recipe, settings)).data).toMatchObject({ channels: 4, flip: true });
    expect(choices[0]).toMatchObject({
      chosen: "color and opacity",
      reason: "as you asked; 256 of 256 images looked at have transparent places",
    });
    expect(told(asked)).toEqual([]);
    const byKey = choose({ ...stickers, gray: 256 }, { set: ["data.channels=4"] });
    expect(byKey.choices[0]).toMatchObject({ chosen: "color and opacity" });
  });

  test("are needed to learn them", () => {
    expect(refused({}, { alpha: "channel" })).toBe(
      "CONFIG: data.channels: must be 1 or 3 for images without transparent places, got 4 (--alpha channel), and none in the 256 images of /photos looked at\n" +
        "Leave --alpha out. Transparency is kept in PNG, WebP, TIFF and GIF files, not in JPEG; a background that was painted into the pixels is none.",
    );
    expect(refused(stickers, { alpha: "yes" as "channel" })).toContain(
      "--alpha: must be one of background, channel, got yes",
    );
  });
});
