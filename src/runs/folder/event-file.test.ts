import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import {
  encodeFileVersion,
  encodeImage,
  encodeScalars,
  encodeSessionStart,
} from "../../formats/tfevents.ts";
import { openEventFile } from "./event-file.ts";

/** The records of an event file, with the first field (the wall time) taken out of the payload. */
function payloads(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    found.push(file.subarray(at + 12 + 9, at + 12 + length));
    at += 16 + length;
  }
  return found;
}

test("an event file holds what was logged, after its version", async () => {
  const folder = await temporaryFolder();
  const image = { png: Buffer.from("png"), width: 3, height: 2, channels: 3 } as const;
  const events = await openEventFile(folder, 1);
  events.scalars(10, { "loss/d": 0.5, note: "text", gStep: 10 });
  events.image(10, "samples", image);
  events.close();
  const time = { wallTime: 0, step: 10 };
  const expected = [
    encodeFileVersion(0),
    encodeScalars(time, { "loss/d": 0.5, gStep: 10 }),
    encodeImage(time, "samples", image),
  ];
  expect(payloads(await readFile(events.path))).toEqual(payloads(Buffer.concat(expected)));
});

test("a resumed run has a second file, which ends the first one's curves", async () => {
  const folder = await temporaryFolder();
  (await openEventFile(folder, 1)).close();
  const events = await openEventFile(folder, 2, 200);
  events.close();
  expect(payloads(await readFile(events.path))).toEqual(
    payloads(Buffer.concat([encodeFileVersion(0), encodeSessionStart({ wallTime: 0, step: 201 })])),
  );
  const names = (await readdir(folder)).sort();
  expect(names[1]).toMatch(/^events\.out\.tfevents\.\d{10}\./);
  expect(names.map((name) => name.split(".").at(-1))).toEqual(["1", "2"]);
  expect(names[0]).toContain(hostname());
});

test("a process that was superseded cannot write to its file", async () => {
  const folder = await temporaryFolder();
  const older = await openEventFile(folder, 1);
  older.scalars(10, { "loss/d": 0.5 });
  const before = await readFile(older.path);
  const newer = await openEventFile(folder, 2, 10);
  older.scalars(20, { "loss/d": 0.25 });
  for (const events of [older, newer]) events.close();
  expect(await readFile(older.path)).toEqual(before);
});
