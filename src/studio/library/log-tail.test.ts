import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { logTail } from "./log-tail.ts";

let run: string;
beforeEach(async () => {
  run = join(await temporaryFolder(), "run");
  await mkdir(run);
});

test("none", async () => {
  expect(await logTail(run)).toBeNull();
});

test("as a terminal shows it at the end: no colors, and of an overwritten line the last", async () => {
  await writeFile(`${run}.log`, "\x1b[1mfirst\x1b[0m\n 10 %\r 20 %\r\n<b>last\x07</b>\n");
  expect(await logTail(run)).toBe("first\n 20 %\n<b>last</b>");
});

test("the last hundred lines of a long one", async () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i}`);
  await writeFile(`${run}.log`, `${lines.join("\n")}\n`);
  const tail = (await logTail(run))?.split("\n") ?? [];
  expect(tail.at(-1)).toBe("line 49999");
  expect(tail.length).toBeGreaterThan(90);
  expect(tail.length).toBeLessThanOrEqual(100);
  await writeFile(`${run}.log`, "x".repeat(1 << 20));
  expect((await logTail(run))?.length ?? 0).toBeLessThanOrEqual(1 << 16);
});

test("the one that was written last; no links", async () => {
  await writeFile(`${run}.log`, "started");
  await writeFile(join(run, "studio.log"), "resumed");
  await utimes(`${run}.log`, 1, 1);
  expect(await logTail(run)).toBe("resumed");
  const other = join(await temporaryFolder(), "other");
  await mkdir(other);
  await symlink(join(run, "studio.log"), join(other, "studio.log"));
  expect(await logTail(other)).toBeNull();
});
