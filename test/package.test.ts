/** The package as it would be published: every entry is there, typed, and importable in silence. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly exports: Readonly<
    Record<string, string | { readonly types: string; readonly default: string }>
  >;
};
const entries = Object.entries(manifest.exports).flatMap(([entry, files]) =>
  typeof files === "string" ? [] : [{ entry, ...files }],
);

test.each(entries)("$entry has its files", ({ types, default: file }) => {
  for (const path of [types, file]) expect(existsSync(`${root}${path}`), path).toBe(true);
});

test("every entry is imported in silence and exports something", async () => {
  const names = entries.map(({ entry }) => `evenkeel${entry.slice(1)}`);
  const code = `for (const name of ${JSON.stringify(names)})
    if (Object.keys(await import(name)).length > 0) console.log(name);`;
  const args = ["--input-type=module", "--eval", code];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect({ stdout, stderr }).toEqual({ stdout: `${names.join("\n")}\n`, stderr: "" });
});

test("npm packs the build, the classifier, the benchmark's script and the licence, and no test", async () => {
  const args = ["pack", "--dry-run", "--json", "--loglevel=error"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: root });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "LICENSE",
      "README.md",
      "assets/probe-device.mjs",
      "assets/shapes-classifier.onnx",
      "dist/cli/main.js",
      "assets/pytorch/pytorch_step.py",
    ]),
  );
  expect(
    paths.filter((path) => /\.test\.|golden|^(src|bench|studies|tools|build)\//.test(path)),
  ).toEqual([]);
});
