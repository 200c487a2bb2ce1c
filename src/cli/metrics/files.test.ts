import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { encodeNpy } from "../../formats/index.ts";
import { readFeatures } from "./files.ts";
import { requestedMetrics } from "./list.ts";

const both = { real: "a.npy", fake: "b.npy" };

test("asks for the usual metrics that the files are for, in one order", () => {
  expect(requestedMetrics(both)).toEqual(["fid", "kid", "prdc"]);
  expect(requestedMetrics({ probs: "p.npy" })).toEqual(["is"]);
  expect(requestedMetrics({ ...both, probs: "p.npy" })).toEqual(["is", "fid", "kid", "prdc"]);
  expect(requestedMetrics({ ...both, metrics: "PRDC, fid,fid" })).toEqual(["fid", "prdc"]);
});

test.each([
  [{}, "needs --real and --fake, or --probs, got neither"],
  [{ real: "a.npy" }, "--real must go with --fake, got --real alone"],
  [{ fake: "a.npy", probs: "p.npy" }, "--fake must go with --real, got --fake alone"],
  [
    { ...both, metrics: "fud" },
    "--metrics: must be a list of is, fid, kid, prdc, fid-infinity, got fud",
  ],
  [{ ...both, metrics: "" }, "--metrics: must be a list of is, fid, kid, prdc, fid-infinity, got "],
  [{ ...both, metrics: "is" }, "--metrics: is needs --probs, got no such file"],
  [{ probs: "p.npy", metrics: "kid" }, "--metrics: kid needs --real and --fake, got no such file"],
])("refuses %o", (flags, message) => {
  expect(() => requestedMetrics(flags)).toThrow(message);
});

describe("a file of features", () => {
  const save = async (shape: readonly number[], data: Float32Array) => {
    const path = join(await temporaryFolder(), "x.npy");
    await writeFile(path, encodeNpy({ shape, data }));
    return path;
  };

  test("is a row for each image", async () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const path = await save([2, 3], data);
    expect(await readFeatures(path, 2, "kid")).toEqual({ data, rows: 2, columns: 3 });
    await expect(readFeatures(path, 3, "kid")).rejects.toThrow(
      `${path}: kid needs at least 3 rows, got 2`,
    );
  });

  test("must have two dimensions, finite values and be there", async () => {
    const line = await save([2], new Float32Array(2));
    await expect(readFeatures(line, 1, "is")).rejects.toThrow(
      `${line}: must have 2 dimensions, got [2]`,
    );
    const infinite = await save([1, 2], Float32Array.of(0, Number.POSITIVE_INFINITY));
    await expect(readFeatures(infinite, 1, "is")).rejects.toThrow(
      `${infinite}: values must be finite, got Infinity in row 0, column 1 (counted from 0)`,
    );
    await expect(readFeatures("none.npy", 1, "is")).rejects.toThrow(
      "none.npy: must be a file that can be read, got no such file",
    );
  });
});
