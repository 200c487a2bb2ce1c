/** Imports between the folders of src go down only, and what runs in a browser imports nothing of Node. */
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** The floors, lowest first; folders on one floor do not import each other. */
const floors = [
  ["errors", "random", "schema-text", "suggest", "text"],
  ["files", "formats", "images", "threads"],
  ["graph", "plots"],
  ["runtime"],
  ["nn"],
  ["stabilizers"],
  ["gan"],
  ["data", "metrics", "analysis"],
  ["config"],
  ["runs"],
  ["evaluation"],
  ["training"],
  ["sweeps"],
  ["report", "bench"],
  ["claims", "tune"],
  ["cli"],
  ["index"],
] as const;

/** The folders that have to run in a browser. */
const browser: readonly string[] = [
  ...[
    "errors",
    "random",
    "schema-text",
    "suggest",
    "text",
    "formats",
    "images",
    "graph",
    "runtime",
    "nn",
  ],
  ...["stabilizers", "gan", "metrics", "analysis"],
];
/** The files in them that are for Node, and are imported from above only. */
const nodeOnly = /^runtime\/node[^/]*\.ts$/;
/** Packages that exist in Node only. */
const nodePackages = ["onnxruntime-node", "sharp"];

/** The sources of src by path, without tests. */
function sources(): Record<string, string> {
  const paths = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(`${import.meta.dirname}/${path}`, "utf8")]),
  );
}

/** What a source imports, statically, dynamically or for its types. */
function importsOf(source: string): string[] {
  const statements = source.matchAll(
    /^(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']|^import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm,
  );
  return [...statements].map((found) => (found[1] ?? found[2] ?? found[3]) as string);
}

const folderOf = (path: string) => (path.split("/")[0] as string).replace(/\.ts$/, "");
const floorOf = (path: string) =>
  floors.findIndex((folders) => (folders as readonly string[]).includes(folderOf(path)));

/** Every import that is not allowed, as `file → import: reason`. */
function violations(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([path, source]) =>
    importsOf(source).flatMap((specifier) => {
      const reason = specifier.startsWith(".")
        ? badNeighbor(path, posix.join(posix.dirname(path), specifier))
        : badPackage(path, specifier);
      return reason === undefined ? [] : [`${path} → ${specifier}: ${reason}`];
    }),
  );
}

function badNeighbor(path: string, target: string): string | undefined {
  if (target.startsWith("..")) return "outside of src";
  if (browser.includes(folderOf(path)) && !nodeOnly.test(path) && nodeOnly.test(target)) {
    return "for Node only";
  }
  if (folderOf(path) === folderOf(target)) return undefined;
  if (floorOf(target) === -1) return "on no floor";
  return floorOf(target) < floorOf(path) ? undefined : "not below";
}

function badPackage(path: string, name: string): string | undefined {
  if (!browser.includes(folderOf(path)) || nodeOnly.test(path)) return undefined;
  return isBuiltin(name) || nodePackages.includes(name) ? "for Node only" : undefined;
}

test("every file of src is on a floor", () => {
  expect(Object.keys(sources()).filter((path) => floorOf(path) === -1)).toEqual([]);
});

test("imports go down, and what runs in a browser imports nothing of Node", () => {
  expect(violations(sources())).toEqual([]);
});

describe("the check itself", () => {
  test("finds the imports of the real sources", () => {
    const imports = Object.values(sources()).flatMap(importsOf);
    expect(imports).toContain("node:fs");
    expect(imports).toContain("../errors.ts");
    expect(imports.length).toBeGreaterThan(Object.keys(sources()).length);
  });

  test("refuses what it should and nothing else", () => {
    expect(
      violations({
        "graph/value.ts": 'import { readFileSync } from "node:fs";\nimport path from "path";',
        "graph/ops/add.ts": 'import type {\n  Layer,\n} from "../../nn/layer.ts";',
        "graph/ops/fine.ts": 'import { x } from "../value.ts";\nimport "../../errors.ts";',
        "gan/loop.ts": 'export * from "../runtime/node.ts";',
        "gan/fine.ts": 'export { runtime } from "../runtime/index.ts";',
        "runtime/node-files.ts": 'import fs from "node:fs";',
        "analysis/spectrum.ts": 'const fs = await import("node:fs");',
        "metrics/modes.ts": 'import { mixtureOf } from "../data/index.ts";\nimport "node:fs";',
        "data/folder.ts": 'import sharp from "sharp";\nimport { fid } from "../metrics/fid.ts";',
        "runs/run.ts": 'import { node } from "../runtime/node.ts";\nimport "../../test/setup.ts";',
        "cli/new.ts": 'import { x } from "../somewhere/x.ts";',
      }),
    ).toEqual([
      "graph/value.ts → node:fs: for Node only",
      "graph/value.ts → path: for Node only",
      "graph/ops/add.ts → ../../nn/layer.ts: not below",
      "gan/loop.ts → ../runtime/node.ts: for Node only",
      "analysis/spectrum.ts → node:fs: for Node only",
      "metrics/modes.ts → ../data/index.ts: not below",
      "metrics/modes.ts → node:fs: for Node only",
      "data/folder.ts → ../metrics/fid.ts: not below",
      "runs/run.ts → ../../test/setup.ts: outside of src",
      "cli/new.ts → ../somewhere/x.ts: on no floor",
    ]);
  });
});
