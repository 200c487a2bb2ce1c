import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { encodeFileVersion, encodeImage, encodeScalars, encodeSessionStart } from "./tfevents.ts";

const folder = new URL("../../test/golden/formats/", import.meta.url);
/** Made by TensorBoard's own writer, and read back by it: see example.tfevents.json. */
const golden = readFileSync(new URL("example.tfevents", folder));
const { png } = JSON.parse(readFileSync(new URL("example.tfevents.json", folder), "utf8"));

test("the records have the bytes that TensorBoard's writer gives", () => {
  const records = [
    encodeFileVersion(1700000000.25),
    encodeScalars(
      { wallTime: 1700000001.5, step: 0 },
      { "loss/d": 1.25, "loss/g": -Infinity, "sigma/größe": 0 },
    ),
    encodeScalars({ wallTime: 1700000002.5, step: 5_000_000_000 }, { "loss/d": 0.1 }),
    encodeImage({ wallTime: 1700000003, step: 200 }, "samples", {
      png: Buffer.from(png, "hex"),
      width: 3,
      height: 2,
      channels: 3,
    }),
    encodeSessionStart({ wallTime: 1700000004, step: 300 }),
  ];
  expect(Buffer.concat(records).toString("hex")).toBe(golden.toString("hex"));
});

test("values beyond float32 become infinite", () => {
  const time = { wallTime: 0, step: 1 };
  expect(encodeScalars(time, { loss: 1e300 })).toEqual(encodeScalars(time, { loss: Infinity }));
});

test("a step must be a non-negative integer", () => {
  expect(() => encodeScalars({ wallTime: 0, step: 1.5 }, {})).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: tfevents: step must be a non-negative integer, got 1.5]`,
  );
});
