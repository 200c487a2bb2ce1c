/** Readers of images, of the archives that they lie in, and of the files of public data sets. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, gzipSync } from "node:zlib";
import { type DatasetOptions, openDataset } from "evenkeel/data";
import sharp from "sharp";
import type { FuzzedReader } from "../reader.ts";

interface Golden {
  readonly images: Readonly<Record<string, { readonly file: string }>>;
  readonly archives: Readonly<Record<string, string>>;
}

const golden: Golden = JSON.parse(readFileSync("test/golden/image-files.json", "utf8"));
const base64 = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const files = (pattern: RegExp) =>
  Object.entries(golden.images)
    .filter(([name]) => pattern.test(name))
    .map(([, { file }]) => base64(file));
const archives = (ending: string) =>
  Object.entries(golden.archives)
    .filter(([name]) => name.endsWith(ending))
    .map(([, content]) => base64(content));

const picture = sharp({
  create: { width: 24, height: 16, channels: 3, background: { r: 200, g: 90, b: 10 } },
});
const avif = new Uint8Array(await picture.clone().avif({ effort: 0 }).toBuffer());
const webp = new Uint8Array(await picture.clone().webp().toBuffer());
const tiff = new Uint8Array(await picture.clone().tiff({ compression: "deflate" }).toBuffer());

/** Reads every image of a set. */
async function readAll(options: Partial<DatasetOptions> & Pick<DatasetOptions, "name">) {
  const set = await openDataset({ size: 8, ...options } as DatasetOptions);
  const length = set.channels * set.height * set.width;
  await set.read([...Array(set.count).keys()], new Uint8Array(set.count * length));
}

/** A reader of a folder whose images are one file of this name. */
function images(
  name: string,
  seeds: readonly Uint8Array[],
  tokens: FuzzedReader["tokens"],
): FuzzedReader {
  return {
    ...{ name, seeds, tokens },
    async read(input, folder) {
      writeFileSync(join(folder, `a.${name}`), input);
      await readAll({ name: "folder", path: folder });
    },
  };
}

/** A reader of an archive of images. */
function archive(
  name: string,
  seeds: readonly Uint8Array[],
  tokens: FuzzedReader["tokens"],
  mend: (input: Uint8Array) => Uint8Array,
): FuzzedReader {
  return {
    ...{ name, seeds, tokens, mend },
    async read(input, folder) {
      const path = join(folder, `a.${name}`);
      writeFileSync(path, input);
      await readAll({ name: "folder", path });
    },
  };
}

/** Sets the checksum of each header of a tar. */
function mendTar(input: Uint8Array): Uint8Array {
  const file = Buffer.from(input);
  for (let at = 0; at + 512 <= file.length; at += 512) {
    if (file.toString("latin1", at + 257, at + 262) !== "ustar") continue;
    file.fill(" ", at + 148, at + 156);
    const sum = file.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    file.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
  }
  return file;
}

/** Makes a gzip's contents what they were, so that a changed tar is reached. */
function mendGzip(input: Uint8Array): Uint8Array {
  return input[0] === 0x1f && input[1] === 0x8b ? input : gzipSync(mendTar(input));
}

/** Sets the checksum and the sizes of each chunk of a PNG. */
function mendPng(input: Uint8Array): Uint8Array {
  const file = Buffer.from(input);
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (at + 12 + length > file.length) break;
    file.writeUInt32BE(crc32(file.subarray(at + 4, at + 8 + length)), at + 8 + length);
    at += 12 + length;
  }
  return file;
}

const zipParts = [
  "PK\x01\x02",
  "PK\x03\x04",
  "PK\x05\x06",
  "PK\x06\x06",
  "\xff\xff\xff\xff",
  "../",
  "a.png",
  "/",
];
const tarParts = [
  "ustar\0",
  "././@LongLink",
  "path=",
  "00000000777",
  "L",
  "x",
  "a.tar",
  "../",
  "\0".repeat(512),
];

function idx(shape: readonly number[]): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([
    header,
    Buffer.alloc(
      shape.reduce((a, b) => a * b, 1),
      3,
    ),
  ]);
}

/** A reader of one file of a public set, whose other files are sound. */
function setFile(
  name: string,
  set: DatasetOptions["name"],
  seeds: readonly Uint8Array[],
  path: string,
  others: Readonly<Record<string, Uint8Array>> = {},
  options: Partial<DatasetOptions> = {},
): FuzzedReader {
  return {
    ...{
      name,
      seeds,
      tokens: ["\0\0\x08\x03", "\x1f\x8b", "\xff\xff\xff\xff", "000001.jpg 0\n", "\n"],
    },
    async read(input, folder) {
      for (const [file, content] of Object.entries({ ...others, [path]: input })) {
        mkdirSync(join(folder, file, ".."), { recursive: true });
        writeFileSync(join(folder, file), content);
      }
      await readAll({ name: set, root: folder, ...options } as DatasetOptions);
    },
  };
}

const cifarRecord = Buffer.alloc(3073, 3);
const stlImage = Buffer.alloc(3 * 96 * 96, 9);
const jpeg = files(/^JPEG$/)[0]!;

export const dataReaders: readonly FuzzedReader[] = [
  {
    ...images("png", files(/PNG/), ["IHDR", "IDAT", "IEND", "PLTE", "\0\0\0\r", "acTL"]),
    mend: mendPng,
  },
  images("jpg", files(/JPEG/), [
    "\xff\xd8",
    "\xff\xd9",
    "\xff\xc0",
    "\xff\xc4",
    "\xff\xda",
    "\xff\xe1",
    "Exif\0\0",
  ]),
  images("gif", files(/GIF/), ["GIF89a", "\x2c", "\x21\xf9", "\xff\xff"]),
  images(
    "webp",
    [webp, ...files(/WebP/)],
    ["RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ANIM", "\xff\xff\xff"],
  ),
  images("tif", [tiff, ...files(/TIFF/)], ["II*\0", "MM\0*", "\x01\x01\x03\0", "\xff\xff\xff\xff"]),
  images("avif", [avif], ["ftyp", "meta", "iloc", "ispe", "mdat", "\0\0\0\x01"]),
  archive("zip", archives(".zip"), zipParts, (input) => input),
  archive("tar", archives(".tar"), tarParts, mendTar),
  archive(
    "tgz",
    [...archives(".tar"), ...archives(".tar").map((tar) => gzipSync(tar))],
    tarParts,
    mendGzip,
  ),
  setFile(
    "mnist-images",
    "mnist",
    [idx([2, 28, 28]), gzipSync(idx([2, 28, 28]))],
    "mnist/train-images-idx3-ubyte",
    {
      "mnist/train-labels-idx1-ubyte": idx([2]),
    },
    { size: 28 },
  ),
  setFile(
    "mnist-labels",
    "mnist",
    [idx([2]), gzipSync(idx([2]))],
    "mnist/train-labels-idx1-ubyte",
    {
      "mnist/train-images-idx3-ubyte": idx([2, 28, 28]),
    },
    { size: 28 },
  ),
  setFile(
    "cifar10",
    "cifar10",
    [Buffer.concat([cifarRecord, cifarRecord])],
    "cifar-10-batches-bin/data_batch_1.bin",
    { "cifar-10-batches-bin/batches.meta.txt": Buffer.from("a\nb\n") },
    { size: 32 },
  ),
  setFile(
    "stl10-images",
    "stl10",
    [Buffer.concat([stlImage, stlImage])],
    "stl10_binary/train_X.bin",
    {
      "stl10_binary/train_y.bin": Buffer.of(1, 2),
    },
  ),
  setFile("stl10-labels", "stl10", [Buffer.of(1, 2)], "stl10_binary/train_y.bin", {
    "stl10_binary/train_X.bin": Buffer.concat([stlImage, stlImage]),
  }),
  setFile(
    "celeba-list",
    "celeba",
    [Buffer.from("000001.jpg 0\n000002.jpg 1\n000003.jpg 2\n")],
    "celeba/list_eval_partition.txt",
    { "celeba/img_align_celeba/000001.jpg": jpeg },
    { crop: 8 } as Partial<DatasetOptions>,
  ),
];
