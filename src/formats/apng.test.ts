import * as zlib from "node:zlib";
import { inflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { encodeApng } from "./apng.ts";

const colors = ["#ff0000", "#00ff00", "#0000ff"];
const pngOf = (background: string) =>
  sharp({ create: { width: 3, height: 2, channels: 3, background } })
    .png()
    .toBuffer();

/** The chunks of a file, whose checks must hold. */
function chunksOf(file: Buffer) {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(zlib.crc32(body));
    chunks.push({ type: body.toString("latin1", 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  return chunks;
}

test("frames follow each other as the standard says", async () => {
  const frames = await Promise.all(colors.map(pngOf));
  const file = Buffer.from(encodeApng(frames, { numerator: 1, denominator: 20 }));
  const chunks = chunksOf(file);
  expect(chunks.map(({ type }) => type)).toEqual(
    ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], //
  );
  const [, animation] = chunks;
  expect([animation!.data.readUInt32BE(0), animation!.data.readUInt32BE(4)]).toEqual([3, 0]);
  const controls = chunks.filter(({ type }) => type === "fcTL").map(({ data }) => data);
  for (const data of controls) {
    const numbers = [4, 8, 12, 16].map((at) => data.readUInt32BE(at));
    expect(numbers).toEqual([3, 2, 0, 0]);
    expect([data.readUInt16BE(20), data.readUInt16BE(22), data[24], data[25]]).toEqual([
      1, 20, 0, 0,
    ]);
  }
  const numbered = chunks.filter(({ type }) => type === "fcTL" || type === "fdAT");
  expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2, 3, 4]);

  // each frame holds its own image's pixels, and a reader of PNG sees the first
  const pixels = chunks.flatMap(({ type, data }) =>
    type === "IDAT" ? [inflateSync(data)] : type === "fdAT" ? [inflateSync(data.subarray(4))] : [],
  );
  const own = frames.map((frame) => chunksOf(frame).find(({ type }) => type === "IDAT")!.data);
  expect(pixels).toEqual(own.map((data) => inflateSync(data)));
  expect([...(await sharp(file).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 0, 0]);
});
