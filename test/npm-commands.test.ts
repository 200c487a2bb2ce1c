/** The commands of bench, studies and tools: each is an npm script, and uses the library as its users do. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
const { scripts } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The sources by path. */
const sources = ["bench", "studies", "tools"].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts")),
);

test("each command is the npm script that it calls itself", () => {
  const commands = sources.flatMap((path) => {
    const [, name] = /runCommand\(\{\s*name: "([^"]+)"/.exec(read(path)) ?? [];
    return name === undefined ? [] : [[name, `node scripts/run.mjs ${path.replace(/\.ts$/, "")}`]];
  });
  expect(commands.length).toBeGreaterThan(15);
  const own = Object.entries(scripts).filter(([, line]) => line.includes("scripts/run.mjs"));
  expect(commands.toSorted()).toEqual(own.toSorted());
});

test("the documentation names npm scripts that exist", () => {
  const pages = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
  const documents = ["README.md", "CONTRIBUTING.md", ...pages.map((name) => `docs/${name}`)];
  const named = documents.flatMap((path) => [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)]);
  expect(named.length).toBeGreaterThan(15);
  for (const [, name] of named) {
    // `bench:NAME` stands for all of its kind
    const isKnown = name!.endsWith(":")
      ? Object.keys(scripts).some((script) => script.startsWith(name!))
      : name! in scripts;
    expect(isKnown, name).toBe(true);
  }
});

test("they import the library by the entries of the package alone", () => {
  const specifiers = sources.flatMap((path) =>
    [...read(path).matchAll(/\bfrom "([^"]+)"/g)].map(([, specifier]) => specifier!),
  );
  expect(specifiers).toContain("evenkeel/gan");
  expect(specifiers.filter((specifier) => /\/(src|dist|build)\//.test(specifier))).toEqual([]);
});
