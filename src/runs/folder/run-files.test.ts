import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { isRunFolder, RUN_FILES, runFiles } from "./run-files.ts";

test("the paths of a run's files are in its folder", () => {
  expect(runFiles(join("runs", "0007-a")).metrics).toBe(join("runs", "0007-a", "metrics.jsonl"));
});

test("a folder is a run's once its run.json is there", async () => {
  const folder = join(await temporaryFolder(), "run");
  expect(await isRunFolder(folder)).toBe(false);
  await mkdir(folder);
  expect(await isRunFolder(folder)).toBe(false);
  await writeFile(join(folder, "run.json"), "{}");
  expect(await isRunFolder(folder)).toBe(true);
});

test("no other source names these files in a string of its own", () => {
  const root = join(import.meta.dirname, "../..");
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".test.ts"),
  );
  const names = Object.values(RUN_FILES).filter((name) => name.includes("."));
  const found = sources.filter((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return names.some((name) => text.includes(`"${name}"`));
  });
  expect(found).toEqual([join("runs", "folder", "run-files.ts")]);
});
