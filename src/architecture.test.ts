/**
 * Imports between the folders of src go down only and in no circle, and what runs in a browser imports
 * nothing of Node; rooms and their doors are small.
 */
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** The floors, lowest first; folders on one floor do not import each other. */
const floors = [
  ["json", "text"],
  ["errors", "limits", "random", "schema-text", "suggest"],
  ["files", "formats", "images", "statistics", "threads"],
  ["downloads", "graph", "plots", "image-files"],
  ["runtime"],
  ["nn"],
  ["stabilizers"],
  ["gan"],
  ["data", "metrics", "analysis"],
  ["config"],
  ["runs"],
  ["evaluation"],
  ["training"],
  ["sweeps", "own-images"],
  ["report", "bench", "zsl"],
  ["classify"],
  ["claims", "tune"],
  ["studio", "terminal"],
  ["cli"],
  ["index"],
] as const;

/** The rooms of floors that have an order of their own, lowest first; imports between them go through doors. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  data: [
    ...["dataset", "reading", "sources", "pictures", "records", "families", "sets"],
    ...["catalog", "batches", "check"],
  ],
};

/** The folders that have to run in a browser. */
const browser: readonly string[] = [
  ...[
    "json",
    "text",
    "errors",
    "limits",
    "random",
    "schema-text",
    "suggest",
    "formats",
    "images",
    "graph",
  ],
  ...["runtime", "nn", "stabilizers", "gan", "metrics", "analysis"],
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

/** The files of src that a source imports, from src. */
function neighborsOf(path: string, source: string): string[] {
  const relative = importsOf(source).filter((specifier) => specifier.startsWith("."));
  return relative.map((specifier) => posix.join(posix.dirname(path), specifier));
}

/**
 * The circles of files that import each other, directly or not: each as the sorted names of its files.
 *
 * @see Tarjan 1972, "Depth-first search and linear graph algorithms".
 */
function circles(files: Readonly<Record<string, string>>): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): number => {
    const index = order.size;
    order.set(path, index);
    open.push(path);
    let low = index;
    for (const next of neighborsOf(path, files[path]!)) {
      if (files[next] === undefined) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next)!);
    }
    if (low === index) {
      const circle = open.splice(open.indexOf(path));
      if (circle.length > 1) found.push(circle.sort());
    }
    return low;
  };
  for (const path of Object.keys(files)) if (!order.has(path)) visit(path);
  return found;
}

/** The names that a file exports. */
function exportsOf(path: string, files: Readonly<Record<string, string>>): string[] {
  const statements = files[path]!.matchAll(
    /^export\s+(?:type\s+)?(?:\{([^}]*)\}|\*(?:\s+as\s+(\w+))?\s+from\s*["']([^"']+)["']|(?:async\s+)?(?:const|function\*?|class|interface|type|enum|let)\s+(\w+))/gm,
  );
  return [...statements].flatMap(([, list, group, from, name]) => {
    if (list !== undefined) return list.split(",").flatMap((one) => one.trim() || []);
    if (group !== undefined || name !== undefined) return [(group ?? name) as string];
    return exportsOf(posix.join(posix.dirname(path), from as string), files);
  });
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
  if (folderOf(path) === folderOf(target)) return badRoom(path, target);
  if (floorOf(target) === -1) return "on no floor";
  return floorOf(target) < floorOf(path) ? undefined : "not below";
}

/** Why a file may not import another one of its floor; a floor's own door may import every room's. */
function badRoom(path: string, target: string): string | undefined {
  const order = rooms[folderOf(path)];
  const [from, to] = [path, target].map((file) => file.split("/").slice(1, -1));
  if (order === undefined || from?.length === 0 || from?.[0] === to?.[0]) return undefined;
  const [above, below] = [from, to].map((room) => order.indexOf(room?.[0] ?? ""));
  if (below === -1) return "in no room";
  if ((below as number) > (above as number)) return "not below";
  return target.endsWith("/index.ts") ? undefined : "not a door";
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

test("no files import each other in a circle, not for types either", () => {
  expect(circles(sources())).toEqual([]);
});

/** The most names that a room's door may export, and the most lines that a room may have. */
const MOST = { names: 40, lines: 6000 };

test(`the door of a room, its index.ts, exports ${MOST.names} names at most`, () => {
  const files = sources();
  const doors = Object.keys(files).filter((path) => posix.basename(path) === "index.ts");
  const wide = doors.map((path) => ({ path, names: exportsOf(path, files).length }));
  expect(wide.filter(({ names }) => names > MOST.names)).toEqual([]);
});

test(`a room has ${MOST.lines} lines at most, with its own rooms and without tests`, () => {
  const lines = new Map<string, number>();
  for (const [path, source] of Object.entries(sources())) {
    const room = folderOf(path);
    lines.set(room, (lines.get(room) ?? 0) + source.split("\n").length - 1);
  }
  expect([...lines].filter(([, count]) => count > MOST.lines)).toEqual([]);
});

test("files are opened for reading in one place, which refuses pipes and devices", () => {
  const readers = /\b(readFile|createReadStream)\b[^}]*\} from "node:fs/;
  const found = Object.entries(sources()).filter(
    ([path, source]) => !["files", "bench"].includes(folderOf(path)) && readers.test(source),
  );
  expect(found.map(([path]) => path)).toEqual([]);
});

describe("the check itself", () => {
  test("finds circles", () => {
    expect(
      circles({
        "a/b.ts": 'import type { C } from "./c.ts";',
        "a/c.ts": 'import { d } from "../d.ts";\nimport "./e.ts";',
        "a/e.ts": 'import { c } from "./none.ts";',
        "d.ts": 'export * from "./a/b.ts";',
        "f.ts": 'const { b } = await import("./g.ts");',
        "g.ts": 'import { f } from "./f.ts";\nimport { b } from "./a/b.ts";',
      }),
    ).toEqual([
      ["a/b.ts", "a/c.ts", "d.ts"],
      ["f.ts", "g.ts"],
    ]);
  });

  test("counts the names of a door", () => {
    const files = {
      "a/index.ts":
        'export { type A, b } from "./b.ts";\nexport * from "./c.ts";\nexport * as d from "./d.ts";\nexport type { E } from "./e.ts";',
      "a/c.ts":
        "export const c = 1;\nexport async function f() {}\ninterface Own {}\nexport type G = {};",
    };
    expect(exportsOf("a/index.ts", files)).toEqual(["type A", "b", "c", "f", "G", "d", "E"]);
  });

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
        "data/sets/ring/ring.ts":
          'import "../../catalog/index.ts";\nimport "../../records/option.ts";\nimport "./centers.ts";',
        "data/check/check.ts": 'import "../catalog/index.ts";\nimport "../index.ts";',
        "data/index.ts": 'export { x } from "./check/index.ts";',
        "runs/run.ts":
          'import { node } from "../runtime/node.ts";\nimport "../../test/support/setup.ts";',
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
      "data/sets/ring/ring.ts → ../../catalog/index.ts: not below",
      "data/sets/ring/ring.ts → ../../records/option.ts: not a door",
      "data/check/check.ts → ../index.ts: in no room",
      "runs/run.ts → ../../test/support/setup.ts: outside of src",
      "cli/new.ts → ../somewhere/x.ts: on no floor",
    ]);
  });
});
