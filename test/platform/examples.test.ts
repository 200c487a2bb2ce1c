/** The program in Python that `export` prints, and animations in Pillow. `npm run test:examples`. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { type AnimationFormat, animation } from "../../src/plots/images/index.ts";
import { exampleText } from "../../src/report/generator/index.ts";
import { facts, smallGeneratorFile } from "../support/small-generator.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const python = process.env.PYTHON ?? "python3";

const READ = `
import json, sys
from PIL import Image
image = Image.open(sys.argv[1])
frames = []
for i in range(image.n_frames):
    image.seek(i)
    image.load()
    frames.append([round(image.info["duration"]), *image.convert("RGB").getpixel((3, 1))])
print(json.dumps({"loop": image.info["loop"], "size": image.size, "frames": frames}))
`;

test.each(["gif", "webp", "apng"] as const)(
  "Pillow shows the frames of %s",
  async (format: AnimationFormat) => {
    const cwd = await temporaryFolder();
    const colors = [255, 0, 0, 0, 255, 0, 0, 0, 255];
    // three images of 2 x 2 pixels in one color each
    const data = Uint8Array.from({ length: 36 }, (_, i) => colors[Math.floor(i / 4)]!);
    const images = { data, shape: [3, 3, 2, 2] };
    await writeFile(join(cwd, "a"), await animation(images, { format, fps: 20, upscale: 2 }));
    const read = execFileSync(python, ["-c", READ, "a"], { cwd, encoding: "utf8" });
    expect(JSON.parse(read)).toEqual({
      loop: 0,
      size: [4, 4],
      frames: [0, 3, 6].map((at) => [50, ...colors.slice(at, at + 3)]),
    });
  },
);

test("draws an image in Python", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "g.onnx"), smallGeneratorFile());
  await writeFile(join(cwd, "sample.py"), await exampleText("python", facts, "g.onnx"));
  execFileSync(python, ["sample.py"], { cwd });
  const image = sharp(await readFile(join(cwd, "sample.png")));
  expect(await image.metadata()).toMatchObject({ width: 8, height: 8, channels: 3 });
  expect((await image.stats()).isOpaque).toBe(true);
  expect(new Set(await image.raw().toBuffer()).size).toBeGreaterThan(20);
});
