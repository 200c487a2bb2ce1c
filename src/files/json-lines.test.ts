import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { appendJsonLines, openJsonLines, readJsonLines } from "./json-lines.ts";

let path: string;
beforeEach(async () => {
  path = join(await temporaryFolder(), "metrics.jsonl");
});

test("records are appended one a line, across openings", async () => {
  const first = await openJsonLines(path);
  first.append({ gStep: 1, "loss/d": 0.5 });
  expect(await readFile(path, "utf8")).toBe('{"gStep":1,"loss/d":0.5}\n');
  first.close();
  const second = await openJsonLines(path);
  second.append({ gStep: 2, note: "größe\n" });
  second.close();
  expect(await readFile(path, "utf8")).toBe(
    '{"gStep":1,"loss/d":0.5}\n{"gStep":2,"note":"größe\\n"}\n',
  );
});

test("numbers without a word in JSON keep their names", async () => {
  const writer = await openJsonLines(path);
  writer.append({ "loss/d": Number.NaN, norms: [Infinity, -Infinity, 1] });
  writer.close();
  expect(await readJsonLines(path)).toEqual([
    { "loss/d": "NaN", norms: ["Infinity", "-Infinity", 1] },
  ]);
});

test("a torn last line is not read, and dropped before the next record", async () => {
  for (const torn of ['{"gStep":2,"lo', '{"gStep":2}', "\0\0\0\0", '{"gStep":2,"lo\n']) {
    await writeFile(path, `{"gStep":1}\n${torn}`);
    expect(await readJsonLines(path)).toEqual([{ gStep: 1 }]);
    const writer = await openJsonLines(path);
    writer.append({ gStep: 2 });
    writer.close();
    expect(await readFile(path, "utf8")).toBe('{"gStep":1}\n{"gStep":2}\n');
  }
});

test("a resumed run drops the records after its step, so that no curve goes back", async () => {
  const writer = await openJsonLines(path);
  writer.append({ event: "start" });
  for (let gStep = 10; gStep <= 50; gStep += 10) writer.append({ gStep });
  writer.append({ event: "killed" });
  writer.close();
  const resumed = await openJsonLines(path, { key: "gStep", last: 30 });
  resumed.append({ gStep: 40 });
  resumed.close();
  expect(await readJsonLines(path)).toEqual([
    { event: "start" },
    { gStep: 10 },
    { gStep: 20 },
    { gStep: 30 },
    { event: "killed" },
    { gStep: 40 },
  ]);
});

test("a broken line within is named, for reading and for opening", async () => {
  await writeFile(path, '{"gStep":1}\n[]\n{"gStep":3}\n');
  const expected = { message: `${path}, line 2: a line must be a JSON object` };
  await expect(readJsonLines(path)).rejects.toMatchObject(expected);
  await expect(openJsonLines(path)).rejects.toMatchObject(expected);
});

test.skipIf(!existsSync("/dev/full"))("a full disk is told by name", () => {
  const writer = appendJsonLines("/dev/full");
  expect(() => writer.append({ gStep: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: cannot write /dev/full: no space is left on the disk (ENOSPC)]`,
  );
});
