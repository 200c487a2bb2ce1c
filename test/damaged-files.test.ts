/**
 * Files that once crashed Evenkeel, hung it or were read wrongly, each given to the command that reads it:
 * a refusal is exit code 2 and one message.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { command, expectRefusal } from "./support/runs/command-line.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
const fileOf = (name: string) => join(import.meta.dirname, "cases", name);

/** The refusal of a command: what it printed, without the place of the cases. */
async function refused(...args: string[]): Promise<string> {
  const result = await command(cwd, ...args);
  expectRefusal(result);
  const { err } = result;
  expect(err).toMatch(/^(?:[^\p{Cc}]|\n)*$/u);
  expect(err.length).toBeLessThan(7000);
  return err.replaceAll(fileOf(""), "").replaceAll(`${cwd}/`, "");
}

describe("features in NumPy's format", () => {
  const metrics = (name: string) => ["metrics", "--real", name, "--fake", name, "--metrics", "fid"];

  test("behind a header that is not padded are read", async () => {
    const { code, out } = await command(cwd, ...metrics(fileOf("npy-unpadded.npy")));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^FID\s/i) });
  });

  test("with control characters or a header without an end are refused on one line", async () => {
    expect(await refused(...metrics(fileOf("npy-esc.npy")))).toContain(
      "npy-esc.npy: elements must be float32 or float64, little-endian, got \\x1b[2J\\x1b[31mpwned\\r\\n",
    );
    const header = `{'descr': '<f8', ${"x".repeat(60_000)}\n`;
    const length = Buffer.of(header.length & 255, header.length >> 8);
    const long = Buffer.concat([
      Buffer.from("\x93NUMPY\x01\0", "latin1"),
      length,
      Buffer.from(header),
    ]);
    await writeFile(join(cwd, "long.npy"), long);
    expect(await refused(...metrics("long.npy"))).toContain("at most 10000 bytes, got 60018");
  });
});

describe("weights of a feature network", () => {
  beforeAll(async () => {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: "#c83c14" } });
    for (const name of ["a.png", "b.png"]) await image.clone().toFile(join(cwd, name));
  });
  const evaluate = (name: string) => [
    ...["evaluate", cwd, "--against", cwd, "--features", fileOf(name), "--metrics", "fid"],
    ...["--real-count", "2", "--fake-count", "2"],
  ];

  test.each([
    ["graph-dim-1e9.pb", 'constant "w": it must have 1000000000 numbers'],
    ["graph-negative-dims.pb", "must be a list of non-negative integers, got [-2, -2]"],
    ["torch-negative-storage-legacy.pth", "a storage must have a number of elements, got -1000"],
    ["torch-selfref-legacy.pth", "must hold a dictionary of tensors, got one without any"],
    ["torch-storagetype-ordereddict-legacy.pth", "must refer to a storage, got another reference"],
    ["torch-storagetype-ordereddict-zip.pth", "must refer to a storage, got another reference"],
    ["torch-storagetype-rebuilder-zip.pth", "must refer to a storage, got another reference"],
    ["torch-stride0-bomb-784MB.pth", "elements [14000, 14000] must be in the storage, got 1"],
    ["torch-zip-directory-at-end.pth", "the archive must be whole, got one that ends early"],
    ["torch-evil-builtins.eval.pth", "nothing else may be imported, got __builtin__.eval"],
    ["torch-evil-dotted.pth", "nothing else may be imported, got torch._utils"],
    ["torch-evil-ext1.pth", "the pickle may hold tensors alone, got the instruction 0x82"],
    ["torch-evil-inst.pth", "the pickle may hold tensors alone, got the instruction 0x53"],
    ["torch-evil-obj.pth", "nothing else may be imported, got os.system"],
    ["torch-evil-os.system.pth", "nothing else may be imported, got os.system"],
    ["torch-evil-proto.pth", "nothing else may be imported, got __proto__.x"],
    ["torch-evil-stackglobal.pth", "nothing else may be imported, got posix.system"],
    ["torch-traversal.pth", "must be a file of torch.save, got another archive"],
    ["torch-protokey.pth", 'the tensor "fc.weight" must be there, got "__proto__"'],
    ["safetensors-f32-then-f64.safetensors", 'the tensor "fc.weight" must be there, got "a", "b"'],
  ])("%s is refused", async (name, reason) => {
    expect(await refused(...evaluate(name))).toContain(reason);
  });

  test("are read before what is measured is opened", async () => {
    const features = ["--features", fileOf("torch-evil-obj.pth")];
    expect(await refused("evaluate", "nowhere", ...features)).toContain("got os.system");
  });
});

describe("configs and sweeps", () => {
  const train = (name: string) => ["train", fileOf(name), "--dry-run"];
  const sweep = (name: string) => ["sweep", fileOf(name), "--dry-run"];

  test.each([
    ["unresolved.yaml", train, "line 2: must be YAML: no anchor &x stands before the alias *x"],
    ["bomb.yaml", train, "line 5: its aliases must stand for at most 50000 values"],
    ["proto.yaml", train, "line 2: __proto__: unknown key"],
    ["empty.yaml", train, "line 1: must hold keys and values, got none"],
    ["sweepproto.yaml", sweep, "line 3: axes[0]: __proto__.x: unknown key"],
    ["sweephuge.yaml", sweep, "must stand for at most 10000 runs, got 1000000000000001"],
    ["sweepgrid.yaml", sweep, "must stand for at most 10000 runs, got 100000000"],
    ["empty.yaml", sweep, "line 1: must hold keys and values, got none"],
  ])("%s is refused", async (name, line, reason) => {
    expect(await refused(...line(name))).toContain(`${name}, `);
    expect(await refused(...line(name))).toContain(reason);
  });

  test("of 4000 unknown keys ten are told, and how many there are", async () => {
    const keys = Array.from({ length: 4000 }, (_, i) => `k${i}: 1\n`).join("");
    await writeFile(join(cwd, "keys.yaml"), keys);
    const lines = (await refused("train", "keys.yaml", "--dry-run")).trimEnd().split("\n");
    expect(lines[0]).toBe("error: the config has 4000 problems:");
    expect(lines.filter((line) => line.includes("unknown key"))).toHaveLength(10);
    expect(lines).toContain("  and 3990 more");
  });

  test("a folder with a number sign in its name is that folder", async () => {
    const { code, out } = await command(
      cwd,
      ...["train", "quickstart-unconditional", "--print-config"],
      ...["--set", "data.name=folder", "--set", "data.path=some/set #1"],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}path: "some\/set #1"$/m);
  });
});

describe("images", () => {
  test("a member whose size does not fit its archive is skipped, the others are read", async () => {
    const path = fileOf("zip-packed-size-4GB.zip");
    const { code, out } = await command(cwd, "data", "check", "folder", "--path", path);
    expect({ code, out }).toEqual({
      code: expect.any(Number),
      out: expect.stringMatching(
        /broken files +1\n(.|\n)*a\/2\.png \(its size, 3\.9 GiB, does not fit/,
      ),
    });
  });

  test("a TIFF of floating-point numbers is broken, not black", async () => {
    await writeFile(join(cwd, "b.tif"), await readFile(fileOf("tiff-float-0-to-1.tif")));
    const { out } = await command(cwd, "data", "check", "folder", "--path", cwd);
    expect(out).toMatch(/b\.tif \(its pixels are floating-point numbers of 32 bits/);
  });
});
