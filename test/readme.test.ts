/** The README's library example runs as printed, and the README stays short. */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { readme, readmeExample, shortReadmeExample } from "./support/readme.ts";

const root = new URL("../", import.meta.url);

test("the library example trains and leaves images, with the built package", async () => {
  const lines = readmeExample.split("\n");
  const statements = lines.filter((line) => line !== "" && !line.startsWith("import "));
  expect(statements.length).toBeLessThanOrEqual(10);
  expect(shortReadmeExample).not.toBe(readmeExample);
  // inside the package, so that it finds itself by its own name
  const folder = fileURLToPath(new URL("test/.readme/", root));
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(`${folder}example.mjs`, shortReadmeExample);
  const run = promisify(execFile)(process.execPath, ["example.mjs"], { cwd: folder });
  const { stdout, stderr } = await run;
  expect(stderr).toBe("");
  const [, samples = ""] = /^images of the trained generator: (.*)\n$/.exec(stdout) ?? [];
  const { width, height } = await sharp(`${folder}${samples}`).metadata();
  // eight by eight images of 64 pixels, 2 apart
  expect({ width, height }).toEqual({ width: 8 * 66 - 2, height: 8 * 66 - 2 });
});

test("it has at most 900 words", () => {
  expect(readme.split(/\s+/).filter((word) => word !== "").length).toBeLessThanOrEqual(900);
});
