import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { placeKeyOf, placeKeys, startingFrom } from "./places.ts";

test("paths are the root of the sets and the path of a folder", () => {
  expect(placeKeys).toEqual(["root", "path"]);
  expect(placeKeyOf({ name: "folder" })).toBe("path");
  expect(placeKeyOf({ name: "cifar10" })).toBe("root");
});

test("relative paths start from a folder, unless they lead to something only from the working folder", async () => {
  const from = await temporaryFolder();
  await mkdir(join(from, "images"));
  const started = (path: string, root?: string) => {
    const { name, ...rest } = startingFrom({ name: "folder", path, root }, from);
    return rest;
  };
  expect(started("images", "/data")).toEqual({ path: join(from, "images"), root: "/data" });
  expect(started("nowhere")).toEqual({ path: join(from, "nowhere"), root: join(from, "data") });
  expect(started("src", "src")).toEqual({ path: "src", root: "src" });
  expect(started("/images", "images")).toEqual({ path: "/images", root: join(from, "images") });
  const here = { name: "folder", path: "images" } as const;
  expect(startingFrom(here, process.cwd())).toBe(here);
});
