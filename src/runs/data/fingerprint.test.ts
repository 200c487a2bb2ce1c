import { createHash } from "node:crypto";
import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { differenceOf } from "./difference.ts";
import { fingerprintOf } from "./fingerprint.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");
const many = (count: number, folder: (i: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder(i)}${i}.png`, `${i % 7}`]));

/** How the files differ once `change` has happened, with other names where they are given. */
async function difference(
  names: readonly string[],
  change: () => Promise<unknown>,
  after = names,
): Promise<string | undefined> {
  const before = await fingerprintOf({ path: root, names });
  await change();
  return differenceOf(before, await fingerprintOf({ path: root, names: after }), root);
}

describe("fingerprintOf", () => {
  test("is of names, sizes and contents", async () => {
    await put({ "a.png": "one", "b/c.png": "" });
    const found = await fingerprintOf({ path: root, names: ["a.png", "b/c.png"] });
    expect(found).toEqual({
      files: 2,
      bytes: 3,
      names: sha256("a.png\x003\0b/c.png\x000\0"),
      contents: sha256(sha256("one") + sha256("")),
      parts: [
        ["a.png", 1, 3, sha256("one").slice(0, 16)],
        ["b/c.png", 1, 0, sha256("").slice(0, 16)],
      ],
    });
  });

  test("is the same wherever the files are, and wherever an archive is and whatever it is called", async () => {
    await put({ "A/x.png": "1", "B/x.png": "1", "A/set.zip": "2", "B/other.zip": "2" });
    const of = (path: string, name: string) =>
      fingerprintOf({ path: join(root, path), names: [name] });
    expect(await of("A", "x.png")).toEqual(await of("B", "x.png"));
    expect(await of("A/set.zip", "")).toEqual(await of("B/other.zip", ""));
  });

  test("reads of long files pieces from the beginning to the end", async () => {
    const file = { path: join(root, "long"), names: [""] };
    await put({ long: "begin" });
    await truncate(file.path, 3 * 2 ** 28);
    const before = await fingerprintOf(file);
    await writeFile(file.path, "end", { flag: "a" });
    const longer = await fingerprintOf(file);
    expect(differenceOf(before, longer, file.path)).toBe("1 file of 768 MiB; changed: long");
    expect(longer.contents).not.toBe(before.contents);
  });

  test("stops when asked", async () => {
    await put({ "a.png": "" });
    const stopped = fingerprintOf(
      { path: root, names: ["a.png"] },
      { signal: AbortSignal.abort() },
    );
    await expect(stopped).rejects.toThrow("identify: stopped after 0 of 1 files");
  });
});

describe("differenceOf", () => {
  test("names files that are missing, new and changed, of the same size too", async () => {
    await put({ "a.png": "a", "b.png": "b", "c.png": "c", "d.png": "d" });
    const [before, after] = [
      ["a.png", "b.png", "c.png"],
      ["a.png", "c.png", "d.png"],
    ];
    expect(await difference(before, async () => {})).toBeUndefined();
    expect(await difference(before, () => put({ "c.png": "x" }), after)).toBe(
      "3 files of 3 bytes; missing: b.png; new: d.png; changed: c.png",
    );
    expect(await difference(before, () => rm(join(root, "a.png")))).toBe(
      "3 files of 2 bytes instead of 3 files of 3 bytes; changed: a.png",
    );
  });

  test("names an archive that was unpacked as it was called", async () => {
    await put({ "set.zip": "2", "new/a.png": "1" });
    const [archive, folder] = [join(root, "set.zip"), join(root, "new")];
    const before = await fingerprintOf({ path: archive, names: [""] });
    const now = await fingerprintOf({ path: folder, names: ["a.png"] });
    expect(differenceOf(before, now, folder, archive)).toBe(
      "1 file of 1 byte; missing: set.zip; new: a.png",
    );
  });

  test("names the folders of many files", async () => {
    const files = many(1200, (i) => (i < 700 ? "cats/" : "dogs/"));
    await put(files);
    const names = Object.keys(files);
    expect(await difference(names, async () => {})).toBeUndefined();
    expect(await difference(names, () => put({ "dogs/900.png": "longer" }))).toBe(
      "1200 files of 1.2 KiB; changed: dogs/",
    );
    await put({ "birds/1.png": "" });
    expect(await difference(names, async () => {}, [...names.slice(1), "birds/1.png"])).toBe(
      "1200 files of 1.2 KiB; new: birds/; changed: cats/",
    );
  });

  test("tells of many files in one folder that they differ", async () => {
    const files = many(1200, () => "");
    await put(files);
    const names = Object.keys(files);
    expect(await difference(names, () => put({ "3.png": "33" }), names)).toBe(
      `1200 files of 1.2 KiB; changed: ${basename(root)}`,
    );
    const sampled = names[0] as string;
    expect(await difference(names, () => put({ [sampled]: "x" }))).toBe(
      "1200 files of 1.2 KiB; names, sizes or contents differ",
    );
  });
});
