import { execFileSync } from "node:child_process";
import { constants, writeFileSync } from "node:fs";
import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { openToReadNow, readBytes, readText, readTextOrPipe } from "./read-file.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});

test("files are read, folders are the system's error", async () => {
  await writeFile(join(root, "a"), "é");
  expect(await readText(join(root, "a"))).toBe("é");
  expect([...(await readBytes(join(root, "a")))]).toEqual([0xc3, 0xa9]);
  expect(await readTextOrPipe(join(root, "a"))).toBe("é");
  await mkdir(join(root, "b"));
  await expect(readText(join(root, "b"))).rejects.toMatchObject({ code: "EISDIR" });
  await expect(readText(join(root, "c"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a pipe is refused at once, with and without a writer; a device is too", async () => {
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of [pipe, "/dev/null"]) {
    await expect(readBytes(path)).rejects.toMatchObject({ code: "ERR_NO_FILE" });
    expect(() => openToReadNow(path)).toThrow("no regular file");
  }
  const writer = await open(pipe, constants.O_RDWR);
  await expect(readText(pipe)).rejects.toMatchObject({ code: "ERR_NO_FILE" });
  await writer.close();
});

test("a small text may come through a pipe", async () => {
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(await readTextOrPipe(pipe)).toBe("");
  const writer = await open(pipe, constants.O_RDWR);
  writeFileSync(writer.fd, "steps: ");
  const text = readTextOrPipe(pipe);
  setTimeout(() => {
    writeFileSync(writer.fd, "7");
    writer.close();
  }, 100);
  expect(await text).toBe("steps: 7");
  const long = open(pipe, constants.O_WRONLY);
  const tooLong = readTextOrPipe(pipe);
  const other = await long;
  const filled = other.writeFile("a".repeat(2 ** 20 + 1)).catch(() => {});
  await expect(tooLong).rejects.toMatchObject({ code: "ERR_TEXT_LONG" });
  await filled;
  await other.close();
  await expect(readTextOrPipe("/dev/null")).rejects.toMatchObject({ code: "ERR_NO_FILE" });
});

test("a small text has 1 MiB at most, and is UTF-8", async () => {
  const path = join(root, "a");
  await writeFile(path, "a".repeat(2 ** 20));
  expect(await readTextOrPipe(path)).toHaveLength(2 ** 20);
  await writeFile(path, "a".repeat(2 ** 20 + 1));
  await expect(readTextOrPipe(path)).rejects.toMatchObject({ code: "ERR_TEXT_LONG" });
  for (const encoding of ["utf16le", "latin1"] as const) {
    await writeFile(path, Buffer.from("\ufeffname: café", encoding));
    await expect(readTextOrPipe(path)).rejects.toMatchObject({ code: "ERR_TEXT_ENCODING" });
  }
});
