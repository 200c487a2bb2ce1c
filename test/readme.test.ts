/** What the README shows works as it stands there. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const root = new URL("../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");

test("the library example runs against the built package", async () => {
  const [, code] = /```js\n(.*?)```/s.exec(readme) ?? [];
  // inside the package, so that it finds itself by its own name
  const folder = new URL("test/.readme/", root);
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = new URL("example.mjs", folder);
  writeFileSync(file, code ?? "");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file.pathname]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^D \d\.\d\d, σ of conv7 \d\.\d\d\n$/);
});

test("its links lead somewhere", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(
    ([, path]) => path as string,
  );
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(() => readFileSync(new URL(link, root)), link).not.toThrow();
});
