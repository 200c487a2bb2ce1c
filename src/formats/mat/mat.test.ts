/** MATLAB files that SciPy wrote (scripts/golden/formats-mat.py), and damaged ones. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { decodeMat } from "./mat.ts";

const folder = new URL("../../../test/golden/formats/mat/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
const values = JSON.parse(read("values.json").toString()) as Readonly<
  Record<string, { shape: number[]; data?: number[]; texts?: string[] }>
>;

const numbers = ["double", "single", "int8", "int16", "int32", "int64"];
const classes = [...numbers, ...numbers.slice(2).map((name) => `u${name}`)];
const files = {
  "res101.mat": ["features", "image_files", "labels"],
  "att_splits.mat": ["att", "allclasses_names", "trainval_loc", "test_seen_loc", "test_unseen_loc"],
  "classes.mat": [...classes, "scalar", "cube", "empty", "text", "texts"],
  "classes-compressed.mat": [...classes, "scalar", "cube", "empty", "text", "texts"],
};

/** The refusal of a file. */
async function refusal(bytes: Uint8Array, ...names: string[]): Promise<string> {
  const error = await decodeMat(bytes, names, "a.mat").then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EvenkeelError);
  expect(error).toMatchObject({ code: "DATA" });
  return (error as EvenkeelError).message;
}

describe.each(Object.entries(files))("%s", (file, names) => {
  test("holds what SciPy wrote", async () => {
    const found = await decodeMat(read(file), names, file);
    for (const name of names) {
      const { shape, data, texts } = values[name]!;
      const variable = found[name]!;
      expect(variable.shape, name).toEqual(shape);
      if (variable.kind === "texts") expect(variable.texts, name).toEqual(texts);
      else expect([...variable.data], name).toEqual(data);
      if (variable.kind === "numbers") {
        const array = name === "single" ? Float32Array : Float64Array;
        expect(variable.data, name).toBeInstanceOf(array);
      }
    }
  });

  test("is the same at any place of a larger memory", async () => {
    const bytes = read(file);
    const expected = await decodeMat(bytes, names);
    for (const offset of [1, 4]) {
      const moved = Buffer.concat([Buffer.alloc(offset), bytes]).subarray(offset);
      expect(await decodeMat(moved, names)).toEqual(expected);
    }
  });
});

describe.each(["res101.mat", "att_splits.mat"] as const)("%s", (file) => {
  const names = files[file];

  test("cut anywhere is refused", async () => {
    const bytes = read(file);
    for (let length = 0; length < bytes.length; length += 13) {
      await refusal(bytes.subarray(0, length), ...names);
    }
  });

  test("with any byte changed is read or refused", async () => {
    for (let place = 116; place < read(file).length; place += 11) {
      const bytes = read(file);
      bytes[place]! ^= 0x85;
      await decodeMat(bytes, names).catch((error) => {
        expect(error, String(place)).toBeInstanceOf(EvenkeelError);
      });
    }
  });
});

test("compressed numbers are not read where a byte of them has changed", async () => {
  const file = "classes-compressed.mat";
  const bytes = read(file);
  // within the compressed bytes of the first variable, behind what holds its name
  const last = 128 + 8 + bytes.readUInt32LE(132) - 1;
  bytes[last]! ^= 1;
  expect(await refusal(bytes, "double")).toMatch(
    /^a\.mat: byte 128: the compressed bytes must be whole and sound, got /,
  );
});

test.each([
  ["an empty file", new Uint8Array(), "a MATLAB 5 file must begin with 128 bytes of header"],
  ["MATLAB 4", read("version-4.mat"), "a file of 61 bytes"],
  ["a text", Buffer.alloc(500, "some text"), "byte 126: must be a little-endian MATLAB 5 file"],
  [
    "MATLAB 7.3",
    changed(125, 2),
    "byte 124: must be version 5 of MATLAB's format, got version 7.3, which is HDF5",
  ],
  ["a big-endian file", changed(126, 0x4d, 0x49), "got a big-endian file"],
  [
    "sizes that do not fit",
    changed(128 + 8 + 16 + 8, 9),
    "a.mat: byte 184: [9, 8] must have 576 bytes of data, got 192",
  ],
  [
    "a negative size",
    changed(128 + 8 + 16 + 8, 0xfd, 0xff, 0xff, 0xff),
    "sizes must fit into a file, got [-3, 8]",
  ],
  [
    "more data than there are",
    changed(132, 0, 0xff),
    "a.mat: byte 128: the element's 65280 bytes must be whole",
  ],
])("%s is refused", async (_, bytes, reason) => {
  expect(await refusal(bytes, "features")).toContain(reason);
});

test.each([
  ["complex", "must be real numbers, a text or a cell array of texts, got complex double"],
  ["structure", "must be real numbers, a text or a cell array of texts, got struct"],
  ["nested", "a cell must hold a text, got cell"],
  ["features", "a.mat: must have the variable features, got double, single, int8"],
])("the variable %s is refused", async (name, reason) => {
  expect(await refusal(read("classes.mat"), name)).toContain(reason);
  expect(await refusal(read("classes-compressed.mat"), name)).toContain(reason);
});

/** A file of SciPy's with other bytes from a place on. */
function changed(place: number, ...bytes: number[]): Uint8Array {
  const content = read("res101.mat");
  content.set(bytes, place);
  return content;
}
