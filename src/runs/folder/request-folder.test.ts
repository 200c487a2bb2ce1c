import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openRequestFolder } from "./request-folder.ts";

test("a folder is opened again for the same request, whatever the order of its keys", async () => {
  const out = join(await temporaryFolder(), "r");
  const open = (request: object) =>
    openRequestFolder({ out, name: "r", file: "request.json", request });
  expect(await open({ start: "a", seeds: 2, mode: undefined })).toBe(out);
  expect(await open({ seeds: 2, start: "a" })).toBe(out);
  expect(await readFile(join(out, "request.json"), "utf8")).toBe('{"start":"a","seeds":2}\n');
  await expect(open({ start: "a", seeds: 3 })).rejects.toThrow(
    'must be a folder of {"start":"a","seeds":3}, got one of {"start":"a","seeds":2}',
  );
});
