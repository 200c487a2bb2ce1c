import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { goldenArchive, goldenImages, longName } from "../../../test/support/golden/image-files.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { tiff } from "../../../test/support/tiff.ts";
import { zip } from "../../../test/support/zip.ts";
import type { EvenkeelError } from "../../errors.ts";
import { openDataset } from "../catalog/open.ts";
import type { DatasetOptions } from "../catalog/options.ts";
import { type ImageDataset, imageLength } from "../dataset/dataset.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});

/** Opens an archive of these bytes. */
async function open(name: string, bytes: Uint8Array, options: Partial<DatasetOptions> = {}) {
  const path = join(root, name);
  await writeFile(path, bytes);
  return openDataset({ name: "folder", path, size: 8, ...options });
}

/** A tar of files, each of a name, its content and the type of its header. */
function tar(
  members: readonly (readonly [name: string, content: Uint8Array, type?: string])[],
): Buffer {
  const parts = members.flatMap(([name, content, type = "0"]) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(content.length.toString(8).padStart(11, "0"), 124);
    header.write(type, 156);
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** The class and the red value of each image; the test's images are plain ones. */
async function contents(set: ImageDataset): Promise<readonly (readonly [string, number])[]> {
  const out = new Uint8Array(set.count * imageLength(set));
  await set.read([...Array(set.count).keys()], out);
  return Array.from(set.labels, (label, i) => [
    set.classes[label] as string,
    out[i * imageLength(set)] as number,
  ]);
}

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: EvenkeelError = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(root, "ROOT");
}

const notes = (set: ImageDataset) => set.notes.map((note) => note.replaceAll(root, "ROOT"));

describe("archives", () => {
  test("keep the parts beside what else lies in them", async () => {
    const image = goldenImages[0]!.file;
    const names = ["set/train/a/1.png", "set/test/a/1.png", "set/docs/1.png", "cover.png"];
    const bytes = tar(
      [...names, "set/README.md", "__MACOSX/set/train/a/._1.png"].map(
        (name) => [name, image] as const,
      ),
    );
    const set = await open("parts.tar", bytes);
    expect([set.count, set.classes]).toEqual([1, ["a"]]);
    expect(set.files).toEqual({ path: join(root, "parts.tar"), names: [""] });
    expect(notes(set)).toContain(
      "Left out, beside test, train: 1 image (cover.png), the folder docs (1 image).",
    );
  });

  test.each([
    ["classes.tar", goldenArchive("classes.tar")],
    ["classes.tar.gz", gzipSync(goldenArchive("classes.tar"))],
    ["classes.tgz", gzipSync(goldenArchive("classes.tar"))],
    ["classes.zip", goldenArchive("classes.zip")],
    ["stored.zip", goldenArchive("stored.zip")],
    ["zip64.zip", goldenArchive("zip64.zip")],
    ["stream.zip", goldenArchive("stream.zip")],
  ])("%s: images by class, in the order of their paths, held or streamed", async (name, bytes) => {
    const expected = [
      ["a", 1],
      ["b", 3],
      ["b", 2],
      ["c", 4],
    ];
    const set = await open(name, bytes);
    expect(await contents(set)).toEqual(expected);
    expect(notes(set).at(-1)).toBe(
      "Left out, not PNG, JPEG, WebP, GIF, TIFF or AVIF: 1 other file (.txt 1).",
    );
    // an image of 600 pixels takes 1 MiB
    const streamed = await open(name, bytes, { size: 600, memory: 1 });
    expect(streamed.readAhead).toBe(1);
    expect(await contents(streamed)).toEqual(expected);
  });

  test.each(["long-gnu.tar", "long-pax.tar", "long.zip"])("%s: long names", async (name) => {
    const set = await open(name, goldenArchive(name));
    expect(await contents(set)).toEqual([
      ["a-class-with-a-name", 5],
      ["b", 6],
    ]);
    const damaged = Buffer.from(goldenArchive(name));
    // within the first image, as it is or deflated
    damaged.write("spoilt", Math.max(damaged.indexOf("IHDR"), damaged.indexOf("größe.png") + 20));
    const { broken } = await open(name, damaged);
    expect(broken.map(({ file }) => file)).toEqual([join(root, name, longName)]);
  });

  test.each(["odd.tar", "odd.zip"])(
    "%s: names that lead out are left out, of equal ones the last counts",
    async (name) => {
      const set = await open(name, goldenArchive(name));
      expect(await contents(set)).toEqual([
        ["a", 1],
        ["b", 2],
      ]);
      expect(notes(set).slice(1)).toEqual([
        "1 member of a name that comes again: the last one counts.",
        "3 members left out: the name leads out of the archive.",
      ]);
    },
  );

  test("tars in a tar are folders", async () => {
    expect(await contents(await open("tars.tar", goldenArchive("tars.tar")))).toEqual([
      ["n00000001", 11],
      ["n00000001", 12],
      ["n00000002", 21],
      ["n00000002", 22],
    ]);
  });
});

describe("damaged archives", () => {
  test("a tar that is cut off keeps its whole members", async () => {
    const whole = goldenArchive("classes.tar");
    const third = whole.indexOf("set/b/10.png");
    const inContent = await open("cut.tar", whole.subarray(0, third + 512 + 20));
    expect(await contents(inContent)).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect(notes(inContent).slice(1)).toEqual([
      "cut.tar is cut off: what comes after that is not there.",
      expect.stringMatching(
        /^1 file skipped: ROOT\/cut.tar\/set\/b\/10.png \(cut off after 20 of \d+ bytes\)\.$/,
      ),
    ]);
    const inHeader = await open("header.tar", whole.subarray(0, third + 100));
    expect([inHeader.count, inHeader.broken]).toEqual([2, []]);
    expect(notes(inHeader).at(-1)).toContain("header.tar is cut off");
  });

  test("a tar of tars that is cut off does so too", async () => {
    const whole = goldenArchive("tars.tar");
    const set = await open(
      "cut.tar",
      whole.subarray(0, whole.lastIndexOf("n00000001_2.JPEG") + 600),
    );
    expect((await contents(set)).map(([, red]) => red)).toEqual([21, 22]);
    expect(set.broken[0]?.file).toBe(join(root, "cut.tar", "n00000001.tar"));
  });

  test("a tar with a damaged header is refused, with the place", async () => {
    const damaged = Buffer.from(goldenArchive("classes.tar"));
    damaged[damaged.indexOf("set/a/1.png")] = 0x41;
    expect(await failure(open("a.tar", damaged))).toMatchInlineSnapshot(`
      "DATA: tar: ROOT/a.tar is damaged at byte 1536, a header's checksum does not match
      Get the archive again, or unpack what can be saved and name that folder."
    `);
    expect(await failure(open("b.tar", Buffer.alloc(2000, 7)))).toMatchInlineSnapshot(`
      "DATA: tar: ROOT/b.tar is damaged at byte 0, a header's checksum does not match
      Get the archive again, or unpack what can be saved and name that folder."
    `);
  });

  test("a zip that is cut off, or none, is refused", async () => {
    const whole = goldenArchive("classes.zip");
    expect(await failure(open("a.zip", whole.subarray(0, -40)))).toMatchInlineSnapshot(`
      "DATA: zip: cannot read ROOT/a.zip: End of central directory record signature not found. Either not a zip file, or file is truncated.
      It is cut off or damaged: get it again, or unpack what can be saved."
    `);
    expect(await failure(open("b.zip", Buffer.alloc(0)))).toMatchInlineSnapshot(`
      "DATA: zip: cannot read ROOT/b.zip: End of central directory record signature not found. Either not a zip file, or file is truncated.
      It is cut off or damaged: get it again, or unpack what can be saved."
    `);
  });

  test("a zip whose directory lies outside of it is refused in our words", async () => {
    const wide = Buffer.alloc(56 + 20 + 22);
    wide.write("PK\x06\x06", 0, "latin1");
    wide.writeBigUInt64LE(2n ** 62n, 48);
    wide.write("PK\x06\x07", 56, "latin1");
    wide.writeUInt32LE(1, 72);
    wide.write("PK\x05\x06", 76, "latin1");
    wide.fill(0xff, 84, 96);
    wide.writeUInt16LE(1, 86);
    wide.writeBigUInt64LE(1n, 32);
    expect(await failure(open("a.zip", wide))).toContain("its directory lies outside the file");
  });

  test("a zip's members that are damaged or packed otherwise are skipped, with the reason", async () => {
    const damaged = Buffer.from(goldenArchive("stored.zip"));
    const at = damaged.indexOf("set/a/1.png") + 60;
    damaged[at] = (damaged[at] as number) ^ 1;
    const set = await open("a.zip", damaged);
    expect([set.count, set.broken.map(({ reason }) => reason)]).toEqual([
      3,
      ["its checksum does not match"],
    ]);
    const deflated = Buffer.from(goldenArchive("classes.zip"));
    deflated.fill(
      0xff,
      deflated.indexOf("set/a/1.png") + 12,
      deflated.indexOf("set/b/10.png") - 30,
    );
    expect((await open("b.zip", deflated)).broken).toHaveLength(1);
    const mixed = await open("c.zip", goldenArchive("packed.zip"));
    expect([mixed.count, mixed.broken[0]?.reason]).toEqual([
      1,
      "packed by method 12, not stored or deflated",
    ]);
    const moved = Buffer.from(goldenArchive("stored.zip"));
    moved.write("??", moved.indexOf("set/a/1.png") - 30);
    expect((await open("d.zip", moved)).broken[0]?.reason).toBe(
      "the archive has no member at its place",
    );
  });

  test("a gzipped tar that is cut off or takes too much memory is refused", async () => {
    const whole = gzipSync(goldenArchive("classes.tar"));
    expect(await failure(open("a.tgz", whole.subarray(0, -20)))).toMatchInlineSnapshot(`
      "DATA: folder: cannot read ROOT/a.tgz: unexpected end of file
      Name an existing folder or archive of images with --set data.path=PATH."
    `);
    const large = gzipSync(Buffer.alloc(2 ** 21));
    expect(await failure(open("b.tgz", large, { memory: 1 }))).toMatchInlineSnapshot(`
      "DATA: folder: a gzipped archive must unpack to 1.0 MiB at most (data.memory), got more from ROOT/b.tgz
      Unpack it with gunzip: a .tar is read where it lies, whatever its size."
    `);
  });

  test("a zip's members that cannot be what the directory says are skipped, with the reason", async () => {
    const image = goldenImages[0]!.file;
    const content = Buffer.alloc(2 ** 25 + 1);
    const set = await open(
      "a.zip",
      zip([
        { name: "a/1.png", content: image, deflated: true },
        { name: "a/2.png", content: image, packedBytes: 0xfffffff0, bytes: 0xfffffff0 },
        { name: "a/3.png", content: image, deflated: true, packedBytes: 0xfffffff0 },
        { name: "a/4.png", content, deflated: true },
        { name: "a/5.png", content, deflated: true, bytes: 1000 },
        { name: "a/6.png", content: image, place: 2 ** 31 },
        { name: "a/7.png", content: image, flags: 1 },
        { name: `a/${"8".repeat(5000)}.png`, content: image },
        { name: "a/9.png", content: image, bytes: image.length + 1, packedBytes: image.length + 1 },
        { name: "b/1.png", content: image, bytes: 7 },
      ]),
    );
    expect(set.count).toBe(1);
    const reasons = set.broken.map(({ reason }) => reason);
    expect(reasons).toMatchInlineSnapshot(`
      [
        "its size, 4.0 GiB, does not fit the archive",
        "its size, 4.0 GiB, does not fit the archive",
        "it would become 32.0 MiB out of 31.9 KiB",
        "its size, 490 bytes, does not fit the archive",
        "it is encrypted",
        "its name is longer than 4096 characters",
        "its sizes differ, 7 and 490 bytes",
        "it unpacks to more than the 1000 bytes that the archive says",
        "its checksum does not match",
      ]
    `);
    expect(
      await failure(open("b.zip", zip([{ name: "a/4.png", content, deflated: true }]))),
    ).toMatchInlineSnapshot(`
      "DATA: folder: there must be a PNG, JPEG, WebP, GIF, TIFF or AVIF image in ROOT/b.zip, got 1 file that cannot be read: ROOT/b.zip/a/4.png: it would become 32.0 MiB out of 31.9 KiB
      Name a folder or archive of images with --set data.path=PATH."
    `);
  });

  test("a TIFF's channel of no specified meaning is not taken for transparency", async () => {
    const side = 16;
    const file = (extra: 0 | 2, bits: 8 | 16) => {
      const most = 2 ** bits - 1;
      const values = Array.from({ length: side ** 2 }, () => [most, 0, 0, 0]).flat();
      const data = new Uint8Array((bits === 8 ? Uint8Array : Uint16Array).from(values).buffer);
      return tiff({ width: side, height: side, bits, format: 1, photometric: 2, extra, data });
    };
    const set = await open(
      "a.zip",
      zip(
        [file(0, 8), file(2, 8), file(0, 16)].map((content, i) => ({ name: `${i}.tif`, content })),
      ),
    );
    const out = new Uint8Array(3 * imageLength(set));
    await set.read([0, 1, 2], out);
    const colors = [0, 1, 2].map((i) => [0, 1, 2].map((c) => out[(3 * i + c) * 64 + 36]));
    expect(colors).toEqual([
      [255, 0, 0],
      [255, 255, 255],
      [255, 0, 0],
    ]);
  });

  test("a member of many megabytes is unpacked whole", async () => {
    const pixels = Buffer.alloc(1500 * 1500 * 3, 90);
    const content = tiff({
      width: 1500,
      height: 1500,
      bits: 8,
      format: 1,
      photometric: 2,
      data: pixels,
    });
    const set = await open(
      "a.zip",
      zip([1, 2, 3].map((i) => ({ name: `${i}.tif`, content, deflated: true }))),
    );
    expect((await contents(set)).map(([, red]) => red)).toEqual([90, 90, 90]);
  });

  test("a gzipped tar that is packed more densely than any images is refused", async () => {
    const dense = gzipSync(Buffer.alloc(2 ** 25 + 2 ** 20));
    expect(await failure(open("a.tgz", dense))).toMatchInlineSnapshot(`
      "DATA: folder: ROOT/a.tgz must unpack to 16.0 MiB at most, 64 times its size, got more
      No images are packed so densely. If it is meant, unpack it with gunzip."
    `);
  });

  test("tars in tars in tars are folders up to the fourth, and other files then", async () => {
    const image = goldenImages[0]!.file;
    let inner = tar([["1.png", image]]);
    for (const name of ["e.tar", "d.tar", "c.tar", "b.tar"]) {
      inner = tar([
        ["1.png", image],
        [name, inner],
      ]);
    }
    const set = await open("a.tar", inner);
    expect(set.count).toBe(4);
    expect(notes(set).join("\n")).toContain("1 other file (.tar 1)");
  });

  test("a tar's records that are all name are no names", async () => {
    const image = goldenImages[0]!.file;
    const long = Buffer.alloc(2 ** 20, "x/");
    const set = await open(
      "a.tar",
      tar([
        ["1.png", image],
        ["././@LongLink", long, "L"],
        ["2.png", image],
      ]),
    );
    expect(set.count).toBe(1);
    expect(notes(set).join("\n")).not.toContain("x/x/x/x/".repeat(100));
  });

  test("an archive without an image is refused, and what is neither folder nor archive", async () => {
    expect(await failure(open("a.tar", Buffer.alloc(1024)))).toMatchInlineSnapshot(`
      "DATA: folder: there must be a PNG, JPEG, WebP, GIF, TIFF or AVIF image in ROOT/a.tar, got no file at all
      Name a folder or archive of images with --set data.path=PATH."
    `);
    expect(await failure(open("a.rar", Buffer.alloc(10)))).toMatchInlineSnapshot(`
      "DATA: folder: ROOT/a.rar must be a folder or end with .zip, .tar, .tar.gz or .tgz
      Name a folder or archive of images with --set data.path=PATH."
    `);
  });

  test("an archive that is cut off while it is used gives broken images", async () => {
    const set = await open("a.tar", goldenArchive("classes.tar"), { size: 600, memory: 1 });
    await truncate(join(root, "a.tar"), 600);
    await expect(contents(set)).rejects.toThrowError(/no image of the class a in .* can be read/);
  });
});

test("an unreadable file in a folder is skipped, with the reason", async () => {
  await mkdir(join(root, "a"));
  await writeFile(join(root, "a", "1.png"), goldenImages[0]!.file);
  await symlink(join(root, "nowhere"), join(root, "a", "2.png"));
  const set = await openDataset({ name: "folder", path: root, size: 8 });
  expect(set.count).toBe(1);
  expect(set.broken).toEqual([
    { file: join(root, "a", "2.png"), reason: "there is no such file or folder (ENOENT)" },
  ]);
});
