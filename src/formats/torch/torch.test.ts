import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeTorchTensors, isTorchFile } from "./torch.ts";

interface Golden {
  readonly tensors: Readonly<
    Record<
      string,
      { readonly dtype: string; readonly shape: number[]; readonly data: (number | string)[] }
    >
  >;
  readonly files: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
}

const golden: Golden = JSON.parse(readFileSync("test/golden/formats/torch.json", "utf8"));
// as files are read: a view of a larger memory
const bytesOf = (text: string) =>
  Buffer.concat([Buffer.alloc(3), Buffer.from(text, "base64")]).subarray(3);
const file = (name: string) => bytesOf(golden.files[name] as string);
const messageOf = (bytes: Uint8Array) => {
  try {
    decodeTorchTensors(bytes, "a.pth");
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
};

test.each(Object.keys(golden.files))("%s: every tensor as PyTorch has it", (name) => {
  expect(isTorchFile(file(name))).toBe(true);
  const found = decodeTorchTensors(file(name), name);
  const plain = [...found].map(([key, { dtype, shape, data }]) => [
    key,
    { dtype, shape, data: Array.from(data, (x) => (Number.isFinite(x) ? x : String(x))) },
  ]);
  expect(Object.fromEntries(plain)).toEqual(golden.tensors);
});

test("nothing but tensors is read, and nothing is executed", () => {
  const found = Object.entries(golden.refused).map(([name, text]) => [
    name,
    messageOf(bytesOf(text)),
  ]);
  expect(Object.fromEntries(found)).toMatchInlineSnapshot(`
    {
      "a bare pickle": "a.pth: must be a file of torch.save, got other bytes",
      "a command, pickles in a row": "a.pth: only tensors are read; nothing else may be imported, got posix.system",
      "a command, zip": "a.pth: only tensors are read; nothing else may be imported, got posix.system",
      "a list": "a.pth: must hold a dictionary of tensors, got another value",
      "a whole module": "a.pth: only tensors are read; nothing else may be imported, got torch.nn.modules.linear.Linear",
      "half precision": "a.pth: tensor "x": must be one of float32, float64, int32, uint8, got torch.HalfStorage",
    }
  `);
});

describe("damaged files", () => {
  test.each(Object.keys(golden.files))("%s: cut anywhere it is refused", (name) => {
    const whole = file(name);
    for (let length = 0; length < whole.length; length += 61) {
      expect(messageOf(whole.slice(0, length)), `${length} bytes`).toMatch(/^a\.pth: /);
    }
  });

  test("a tensor whose data are missing is named", () => {
    const text = Buffer.from(file("zip")).toString("latin1").replaceAll("/data/3", "/data/x");
    expect(messageOf(new Uint8Array(Buffer.from(text, "latin1")))).toMatch(
      /^a\.pth: tensor "\w+": its data must be in the file, got none$/,
    );
  });

  test("other files", () => {
    expect(messageOf(new TextEncoder().encode("<!DOCTYPE html>"))).toMatchInlineSnapshot(
      `"a.pth: must be a file of torch.save, got other bytes"`,
    );
    expect(isTorchFile(new Uint8Array())).toBe(false);
  });
});
