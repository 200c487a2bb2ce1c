/** The documentation: links, index, commands, and the pages that messages name. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { claims } from "../src/claims/index.ts";
import { loadConfig, recipeGroups } from "../src/config/index.ts";
import { datasetNames } from "../src/data/index.ts";
import { command } from "./support/runs/command-line.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const claimNames = claims.map(({ name }) => name);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const documents = ["README.md", "CONTRIBUTING.md", ...pages.map((name) => `docs/${name}`)];

/** A document without its code. */
const prose = (path: string) => read(path).replaceAll(/^```.*?^```$/gms, "");

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(documents)("%s", (path) => {
  test("its links lead to files and headings that exist", () => {
    for (const [, link] of prose(path).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = "", anchor] = link!.split("#");
      const target = file === "" ? path : relative(root, join(root, dirname(path), file));
      expect(() => read(target), link).not.toThrow();
      if (anchor !== undefined) expect(anchorsOf(target), link).toContain(anchor);
    }
  });
});

/** The first paragraph of a page, without links. */
function questionOf(path: string): string | undefined {
  const [, paragraph] = read(path).split("\n\n");
  return paragraph?.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1").replaceAll("\n", " ");
}

test("the index names each page once, with the question that the page asks", () => {
  const rows = [...read("docs/README.md").matchAll(/^\| \[[^\]]+\]\(([^)]+)\) +\| (.*?) +\|$/gm)];
  const indexed = rows.map(([, page]) => page!).filter((page) => !page.startsWith("../"));
  expect(indexed.toSorted()).toEqual(pages.filter((name) => name !== "README.md").toSorted());
  // the reference is made from the schema, and the library's page begins with its own words
  const others = ["config.md", "library.md"];
  for (const [, page = "", question = ""] of rows) {
    if (page.startsWith("../") || others.includes(page)) continue;
    expect(questionOf(`docs/${page}`), page).toBe(question);
  }
});

test("the pages that messages, help and comments name exist", () => {
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/${name}`);
  const named = sources.flatMap((path) => read(path).match(/docs\/[\w-]+\.md/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  for (const page of new Set(named)) expect(pages, page).toContain(page.slice("docs/".length));
});

test("every data set and every group of recipes is explained", () => {
  for (const name of datasetNames) expect(read("docs/data-sets.md")).toContain(`| \`${name}\``);
  for (const group of Object.keys(recipeGroups)) {
    expect(read("docs/recipes.md")).toContain(`| \`${group}\``);
  }
});

/** A command line of a document, without what explains it beside. */
interface Example {
  readonly path: string;
  readonly line: string;
  readonly words: readonly string[];
}

/** The commands `evenkeel …` that stand on a line of their own in code. */
const commands: readonly Example[] = documents.flatMap((path) =>
  [...read(path).matchAll(/^```\n(.*?)^```$/gms)].flatMap(([, code]) =>
    [...code!.matchAll(/^(?:npx )?evenkeel ((?:"[^"]*"|\S| (?! ))+)/gm)].map(([line, rest]) => ({
      path,
      line,
      words: rest!.match(/(?:"[^"]*"|\S)+/g)!.map((word) => word.replaceAll('"', "")),
    })),
  ),
);

/** Help texts by the words of a command. */
const helps = new Map<string, string>();

/** The help text of a command. */
async function help(...words: string[]): Promise<string> {
  const key = words.join(" ");
  const text = helps.get(key) ?? (await command(root, ...words, "--help")).out;
  helps.set(key, text);
  return text;
}

/** Whether a help text lists a command of this name. */
const lists = (text: string, command: string) =>
  text.split("\nCommands:").at(1)?.includes(`\n  ${command} `) ?? false;

test("commands have subcommands, options and claims that exist", async () => {
  expect(commands.length).toBeGreaterThan(50);
  for (const { path, line, words } of commands) {
    const where = `${path}: ${line}`;
    const [name = "", part = "", subject] = words;
    expect(lists(await help(), name), where).toBe(true);
    const own = await help(name);
    const text = lists(own, part) ? await help(name, part) : own;
    for (const option of words.filter((word) => word.startsWith("--"))) {
      expect(text, where).toMatch(new RegExp(`^  ${option}[ ,\n]`, "m"));
    }
    if (name === "claim" && ["show", "run"].includes(part) && subject !== undefined) {
      expect(claimNames, where).toContain(subject);
    }
  }
});

test("commands that train have recipes and settings that are valid", async () => {
  let loaded = 0;
  for (const { path, line, words } of commands) {
    const [name = "", start = ""] = words;
    if (!["train", "tune-scale", "sweep"].includes(name)) continue;
    // a file or folder of the reader, an option, a subcommand
    if (!/^[a-z][a-z\d-]+$/.test(start) || lists(await help(name), start)) continue;
    const set = words.flatMap((word, i) => (words[i - 1] === "--set" ? [word] : []));
    await loadConfig(start, set).catch(({ message }: Error) => {
      throw new Error(`${path}: ${line}: ${message}`);
    });
    loaded++;
  }
  expect(loaded).toBeGreaterThan(20);
});
