/** `npm run study:streaming-memory`: whether streaming a large tar keeps the memory flat. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvenkeelError, randomStream } from "evenkeel";
import { batchSource, openDataset } from "evenkeel/data";
import { onProgress, runCommand } from "../tools/command.ts";
import { shapesAsJpegs } from "../tools/jpeg.ts";
import { json, type ValuesOf, whole } from "../tools/options.ts";

const BATCH = 64;
/** How often the memory is read. */
const POINTS = 20;
/** Different pictures; all images have names and places of their own. */
const PICTURES = 100;

interface Point {
  readonly images: number;
  readonly residentMiB: number;
}

const options = {
  images: whole("images in the tar", 100_000, BATCH),
  size: whole("height and width of an image in pixels", 32, 8),
  memory: whole("data.memory in MiB; less than the decoded images take", 64),
  json,
};

await runCommand({
  name: "study:streaming-memory",
  description:
    "Writes a tar of many small JPEG files into a temporary folder, streams it through a shuffled epoch, and prints the resident memory along the way. Takes about two minutes.",
  options,
  run: study,
});

async function study({ images, size, memory, json }: ValuesOf<typeof options>): Promise<void> {
  const print = (text: string) => {
    if (!json) console.log(text);
  };
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  try {
    const path = join(folder, "images.tar");
    onProgress(`writing ${images} images`);
    await writeTar(path, images, size);
    onProgress("reading their names");
    const dataset = await openDataset({ name: "folder", path, size, memory });
    if (dataset.readAhead === undefined) {
      throw new EvenkeelError(
        "USAGE",
        `--memory: must be less than the images take, got ${memory}`,
      );
    }
    for (const note of dataset.notes) print(note);
    const source = batchSource(dataset, { batchSize: BATCH, stream: randomStream(0, "shuffle") });
    const points: Point[] = [];
    const batches = Math.floor(images / BATCH);
    print("  images  resident MiB");
    for (let batch = 1; batch <= batches; batch++) {
      await source.next();
      if (batch % Math.max(1, Math.floor(batches / POINTS)) !== 0) continue;
      const residentMiB = process.memoryUsage.rss() / 2 ** 20;
      points.push({ images: batch * BATCH, residentMiB });
      print(`${String(batch * BATCH).padStart(8)}  ${residentMiB.toFixed(0).padStart(12)}`);
    }
    const decodedMiB = (images * 3 * size * size) / 2 ** 20;
    print(`all of them decoded: ${decodedMiB.toFixed(0)} MiB`);
    if (json) console.log(JSON.stringify({ points, decodedMiB }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeTar(path: string, images: number, size: number): Promise<void> {
  const pictures = await shapesAsJpegs(PICTURES, size);
  const file = createWriteStream(path);
  for (let i = 0; i < images; i++) {
    const name = `class-${i % 10}/${String(i).padStart(7, "0")}.jpg`;
    if (!file.write(member(name, pictures[i % PICTURES]!))) await once(file, "drain");
  }
  file.end(Buffer.alloc(1024));
  await once(file, "finish");
}

/** The header and the padded content of a file in a tar. */
function member(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number) =>
    `${value.toString(8).padStart(length - 1, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(content.length, 12), 124);
  header.write(`${" ".repeat(8)}0`, 148);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
