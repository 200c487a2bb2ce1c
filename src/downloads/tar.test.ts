import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTar } from "./tar.ts";

const hasTar = (() => {
  try {
    return execFileSync("tar", ["--version"]).length > 0;
  } catch {
    return false;
  }
})();

const contents: Readonly<Record<string, Buffer>> = {
  "set/first.bin": Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * i) % 251)),
  "set/empty.bin": Buffer.alloc(0),
  "set/block.bin": Buffer.alloc(512, 7),
  [`set/${"deep".repeat(20)}/${"deeper".repeat(10)}/far.bin`]: Buffer.from("far away"),
};

let folder = "";
let archive = Buffer.alloc(0);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  if (!hasTar) return;
  const file = join(folder, "set.tar");
  execFileSync("tar", ["--format=ustar", "-cf", file, "-C", folder, ...Object.keys(contents)]);
  archive = await readFile(file);
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function list(source: AsyncIterable<Uint8Array>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of readTar(source, "the archive")) {
    const hash = createHash("md5");
    for await (const part of entry.content) hash.update(part);
    found[entry.path] = hash.digest("hex");
  }
  return found;
}

describe.skipIf(!hasTar)("readTar (skipped where there is no tar command)", () => {
  test.each([100, 512, 777, 1 << 20])("reads what tar writes, in pieces of %i", async (length) => {
    const expected = Object.entries(contents).map(([path, content]) => [
      path,
      createHash("md5").update(content).digest("hex"),
    ]);
    expect(await list(pieces(archive, length))).toEqual(Object.fromEntries(expected));
  });

  test("entries may be passed over unread, and folders are", async () => {
    execFileSync("tar", ["--format=ustar", "-cf", join(folder, "all.tar"), "-C", folder, "set"]);
    const paths: string[] = [];
    const source = pieces(await readFile(join(folder, "all.tar")), 512);
    for await (const entry of readTar(source, "the archive")) paths.push(entry.path);
    expect(paths.filter((path) => path.endsWith(".bin")).length).toBe(paths.length);
    expect(paths).toContain("set/block.bin");
  });

  test("reports an archive that is cut off or damaged", async () => {
    const cut = list(pieces(archive.subarray(0, 10_000), 512));
    await expect(cut).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: tar: the archive ends too early, 10512 bytes missing]`,
    );
    archive[3]! ^= 1;
    await expect(list(pieces(archive, 512))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: tar: the archive is damaged, a header's checksum does not match]`,
    );
  });
});
