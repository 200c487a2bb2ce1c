/**
 * Whether streaming a large tar keeps the memory flat: makes a tar of many small JPEG files in a temporary
 * folder, streams it through a shuffled epoch and prints the resident set as it goes.
 *
 *   npm run study:streaming-memory -- [--images 100000] [--size 32] [--memory 64] [--json]
 *
 * `--memory` is data.memory in MiB, below what the decoded images take. About two minutes.
 */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { batchSource, openDataset } from "../../dist/data/index.js";
import { randomStream } from "../../dist/random.js";

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "100000" },
    size: { type: "string", default: "32" },
    memory: { type: "string", default: "64" },
    json: { type: "boolean", default: false },
  },
});
const [images, size, memory] = [values.images, values.size, values.memory].map(Number);

const BATCH = 64;
/** Points at which the memory is looked at. */
const POINTS = 20;
/** Different pictures; the names and places of all images differ. */
const PICTURES = 100;

/** The header and the padded content of a member. */
function member(name, content) {
  const header = Buffer.alloc(512);
  const octal = (value, length) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(content.length, 12), 124);
  header.write(`${" ".repeat(8)}0`, 148);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

async function writeTar(path) {
  const shapes = await openDataset({ name: "shapes", count: PICTURES, size });
  const pictures = [];
  for (let i = 0; i < PICTURES; i++) {
    const planes = new Uint8Array(3 * size * size);
    await shapes.read([i], planes);
    const rows = Buffer.from(
      planes.map((_, at) => planes[(at % 3) * size * size + Math.floor(at / 3)]),
    );
    const raw = { width: size, height: size, channels: 3 };
    pictures.push(await sharp(rows, { raw }).jpeg().toBuffer());
  }
  const file = createWriteStream(path);
  for (let i = 0; i < images; i++) {
    const name = `class-${i % 10}/${String(i).padStart(7, "0")}.jpg`;
    if (!file.write(member(name, pictures[i % PICTURES]))) await once(file, "drain");
  }
  await new Promise((resolve) => file.end(Buffer.alloc(1024), resolve));
}

const say = (text) => void (values.json || console.log(text));
const folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
try {
  const path = join(folder, "images.tar");
  await writeTar(path);
  const dataset = await openDataset({ name: "folder", path, size, memory });
  if (dataset.readAhead === undefined) throw new Error("the images fit into --memory; lower it");
  for (const note of dataset.notes) say(note);
  const source = batchSource(dataset, { batchSize: BATCH, stream: randomStream(0, "shuffle") });
  const points = [];
  const batches = Math.floor(images / BATCH);
  say("  images  resident MiB");
  for (let batch = 1; batch <= batches; batch++) {
    await source.next();
    if (batch % Math.max(1, Math.floor(batches / POINTS)) !== 0) continue;
    const residentMiB = process.memoryUsage.rss() / 2 ** 20;
    points.push({ images: batch * BATCH, residentMiB });
    say(`${String(batch * BATCH).padStart(8)}  ${residentMiB.toFixed(0).padStart(12)}`);
  }
  const decodedMiB = (images * 3 * size * size) / 2 ** 20;
  say(`all of them decoded: ${decodedMiB.toFixed(0)} MiB`);
  if (values.json) console.log(JSON.stringify({ points, decodedMiB }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
