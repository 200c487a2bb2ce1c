/** Config files that are damaged, or made to deceive, and settings that look like YAML. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { EvenkeelError } from "../errors.ts";
import { loadConfig, readResolvedConfig } from "./load.ts";

async function fileOf(text: string): Promise<string> {
  const path = join(await temporaryFolder(), "my.yaml");
  await writeFile(path, text);
  return path;
}

/** The problems of a file, a line each, without the test's own folder. */
async function problemsOf(text: string, ...set: string[]): Promise<readonly string[]> {
  const path = await fileOf(text);
  const error = await loadConfig(path, set).then(
    () => expect.unreachable("it did not fail"),
    (reason: unknown) => reason as EvenkeelError,
  );
  expect(error).toMatchObject({ name: "EvenkeelError", code: "CONFIG" });
  const [head, ...lines] = error.message.split("\n");
  expect(head).toMatch(/^the config has (a problem|\d+ problems):$/);
  return lines.map((line) => line.trim().replace(/^.*my\.yaml/, "my.yaml"));
}

test.each(["", "\n\n", "# nothing\n", "---\n", "null\n", "~\n", "{}\n"])(
  "a file without keys is refused: %j",
  async (text) => {
    expect(await problemsOf(text)).toEqual([
      "my.yaml, line 1: must hold keys and values, got none",
    ]);
  },
);

test.each([
  ["no anchor", "seed: 1\nsteps: *x\n", "no anchor &x stands before the alias *x", 2],
  ["an anchor after it", "seed: *x\nsteps: &x 7\n", "no anchor &x stands before the alias *x", 1],
  ["itself", "data: &a\n  name: *a\n", "the alias *a stands in what it names", 2],
  ["itself, in a list", "data: &a [1, [*a]]\n", "the alias *a stands in what it names", 1],
])("an alias of %s is refused", async (_, text, reason, line) => {
  expect(await problemsOf(text)).toEqual([`my.yaml, line ${line}: must be YAML: ${reason}`]);
});

test("an alias stands for its anchor, which may be given anew", async () => {
  const file = await fileOf("seed: &a 3\nsteps: *a\nbatchSize: &a 7\nnDis: *a\n");
  expect(await loadConfig(file)).toMatchObject({ seed: 3, steps: 3, batchSize: 7, nDis: 7 });
});

test("aliases that stand for more than a file can hold are refused, however they are nested", async () => {
  const lists = Array.from({ length: 11 }, (_, i) => {
    const item = i === 0 ? "x" : `*a${i - 1}`;
    return `k${i}: &a${i} [${Array(9).fill(item).join(",")}]\n`;
  });
  const groups = Array.from({ length: 40 }, (_, i) => {
    const item = i === 0 ? "1" : `*a${i - 1}`;
    return `k${i}: &a${i} {l: ${item}, r: ${item}}\n`;
  });
  for (const text of [lists.join(""), groups.join("")]) {
    const [problem, ...more] = await problemsOf(text);
    expect(problem).toMatch(
      /^my\.yaml, line \d+: its aliases must stand for at most 50000 values$/,
    );
    expect(more).toEqual([]);
  }
});

test.each([
  ["[", 200_000],
  ["{a: ", 50_000],
  ["- ", 10_000],
  ["? ", 10_000],
  ["[[1],", 5_000],
])("a file of many %j is refused", async (opening, count) => {
  const [problem] = await problemsOf(`seed: 1\ndata:\n  ${opening.repeat(count)}`);
  expect(problem).toMatch(
    /^my\.yaml, line (3: must be nested in 100 levels at most|1: must have at most 50000 words and punctuation marks)$/,
  );
});

test.each([
  ["data:\n", "  a: b:\n", 5000],
  ["data: {a: 1", ": ", 5000],
])(
  "what the parser nests for its errors is not nested without end: %j and %j",
  async (start, part, count) => {
    expect((await problemsOf(start + part.repeat(count)))[0]).toContain("must be");
  },
);

test("lists may be nested, but not without end", async () => {
  const nested = (levels: number) => `data: ${"[".repeat(levels)}${"]".repeat(levels)}\n`;
  expect((await problemsOf(nested(90)))[0]).toContain("data: must be a group of keys, got [[[");
  expect((await problemsOf(nested(110)))[0]).toContain("must be nested in 100 levels at most");
});

test.each([
  ["__proto__: {steps: 7}\nseed: 1\n", 1],
  ["data:\n  __proto__: {size: 8}\n", 2],
  ["data: {root: x, '__proto__': 1}\n", 1],
])("__proto__ is a key that is not known: %j", async (text, line) => {
  expect(await problemsOf(text)).toEqual([`my.yaml, line ${line}: __proto__: unknown key`]);
});

test("names that every object has are no keys", async () => {
  expect(await problemsOf("constructor: {name: x}\ntoString: 1\ndata: {valueOf: 1}\n")).toEqual([
    expect.stringMatching(/^my\.yaml, line 3: data\.valueOf: unknown key; known here: name, /),
    expect.stringMatching(/^my\.yaml, line 1: constructor: unknown key; known here: /),
    expect.stringMatching(/^my\.yaml, line 2: toString: unknown key; known here: /),
  ]);
  for (const path of ["__proto__.steps", "data.__proto__", "__proto__"]) {
    expect(await problemsOf("seed: 1\n", `${path}=7`)).toEqual([
      `--set ${path}=7: ${path}: unknown key`,
    ]);
  }
  expect((await problemsOf("seed: 1\n", "constructor.name=7"))[0]).toContain("unknown key");
});

test("merge keys lay groups under a group, what is written in it wins, then the first of them", async () => {
  const file = await fileOf(`generator:
  optimizer: &fast {name: adam, learningRate: 0.001, beta1: 0.5}
discriminator:
  optimizer:
    <<: [{beta2: 0.95}, *fast, {beta1: 0.1}]
    learningRate: 4e-4
`);
  const { generator, discriminator } = await loadConfig(file);
  const { beta1, ...rest } = discriminator.optimizer as typeof generator.optimizer & {
    readonly beta1: number;
  };
  expect(generator.optimizer).toMatchObject({ learningRate: 0.001, beta1: 0.5 });
  expect({ beta1, ...rest }).toMatchObject({ learningRate: 4e-4, beta1: 0.5, beta2: 0.95 });
});

test("what is wrong in a merged group is told with the line where it stands", async () => {
  expect(await problemsOf("x: &x\n  size: 4\ndata:\n  <<: *x\n")).toEqual([
    "my.yaml, line 2: data.size: must be a whole number in [8, 1024], got 4",
    expect.stringContaining("my.yaml, line 1: x: unknown key"),
  ]);
  for (const value of ["1", "[1]", "[[]]", "text", "~"]) {
    expect(await problemsOf(`data:\n  <<: ${value}\n`)).toEqual([
      "my.yaml, line 2: must be YAML: << must be given a group or a list of groups",
    ]);
  }
});

test("other things that YAML allows and a config has no use for", async () => {
  expect(await problemsOf("? [a]\n: 1\n")).toEqual([
    "my.yaml, line 1: must be YAML: a key must be a word or a number",
  ]);
  expect(await problemsOf("seed: 1\n---\nseed: 2\n")).toEqual([
    "my.yaml, line 3: must be YAML: one document, without ---",
  ]);
  for (const value of ["!!binary aGk=", "!!timestamp 2001-12-14", "!!omap [a: 1]"]) {
    expect(await problemsOf(`seed: 1\ndata: ${value}\n`)).toEqual([
      expect.stringMatching(/^my\.yaml, line 2: must be YAML: a value must be a text, a number/),
    ]);
  }
  expect(await problemsOf("seed: !mine 3\n")).toEqual([
    "my.yaml, line 1: must be YAML: Unresolved tag: !mine",
  ]);
});

test("control characters and long words of a file do not get into a message", async () => {
  const lines = await problemsOf(
    `"\\e[2J": 1\n? ${"k".repeat(100_000)}\n: 1\nname: "\\u202e\\u2028${"n".repeat(100_000)}"\n`,
  );
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).toMatch(/^[^\p{Cc}\u2028\u202e]*$/u);
    expect(line.replace(/known here: .*/, "").length).toBeLessThan(300);
  }
});

test("a run's config that was torn is refused", async () => {
  await expect(readResolvedConfig(await fileOf(""))).rejects.toThrow("must hold keys and values");
});

test.each([
  "some/set #1",
  "2024",
  "1e3",
  "@x",
  "a: b",
  "*x",
  "&x",
  "!x",
  "- x",
  "[x",
  "{x}",
  "%x",
  "|",
  "null",
  "~",
  "true",
  "it's",
  "'a' and 'b'",
  " x ",
  "a=b",
  "# x",
  "a\nb",
])("a text takes the shell's word as it is: %j", async (text) => {
  const { data } = await loadConfig("quickstart-unconditional", [
    "data.name=folder",
    `data.path=${text}`,
  ]);
  expect(data.path).toBe(text);
  expect((await loadConfig("quickstart-unconditional", [`data.root=${text}`])).data.root).toBe(
    text,
  );
});

test("quotes around a text are taken off, and other values are YAML", async () => {
  const { data, name, steps } = await loadConfig("quickstart-unconditional", [
    "data.name=folder # mine",
    "data.path='it''s #1'",
    'data.root="a\\tb"',
    "name='1e3'",
    "steps=7 # few",
  ]);
  expect(data).toMatchObject({ name: "folder", path: "it's #1", root: "a\tb" });
  expect({ name, steps }).toEqual({ name: "1e3", steps: 7 });
});

test("values of --set are refused as those of files are", async () => {
  const deep = "[".repeat(200);
  expect(await problemsOf("seed: 1\n", "data=*x", "data=&a [*a]", `data=${deep}`)).toEqual([
    "--set data=*x: the value must be YAML: no anchor &x stands before the alias *x",
    "--set data=&a [*a]: the value must be YAML: the alias *a stands in what it names",
    expect.stringMatching(/the value must be nested in 100 levels at most$/),
  ]);
});
