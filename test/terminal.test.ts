/** How the built command line lives with its streams, its files and its folder, as a process. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { encodeNpy } from "../src/formats/index.ts";
import { builtUrl } from "./support/runs/built.ts";
import { command, evenkeel, set } from "./support/runs/command-line.ts";
import { points } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const EVENKEEL = `"${process.execPath}" "${fileURLToPath(builtUrl("cli/main"))}"`;
const isLinux = process.platform === "linux";

/** Runs a line of a shell in which $E is the command line. */
function bash(cwd: string, line: string) {
  const script = line.replaceAll("$E", EVENKEEL);
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile("bash", ["-o", "pipefail", "-c", script], { cwd }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

const few = [...points, "--no-report", ...set("steps=2")].map((word) => `'${word}'`).join(" ");

test.runIf(isLinux)("where stdout cannot be written, that is one line and code 2", async () => {
  const cwd = await temporaryFolder();
  for (const words of [
    "data list",
    "train quickstart --print-config",
    "--help",
    "claim list --json",
  ]) {
    expect(await bash(cwd, `$E ${words} > /dev/full`)).toEqual({
      code: 2,
      out: "",
      err: "error: cannot write the output: no space is left on the disk (ENOSPC)\n",
    });
  }
});

test.runIf(isLinux)("a run outlives a full disk under its messages", async () => {
  const cwd = await temporaryFolder();
  const { code, out } = await bash(cwd, `$E train ${few} --out run 2> /dev/full`);
  expect(code).toBe(0);
  expect(out).toContain("done: step 2 of 2");
  await bash(cwd, `$E train ${few} --out another > /dev/full 2> /dev/full`);
  const [one, other] = await Promise.all(
    ["run", "another"].map((run) => readdir(join(cwd, run, "checkpoints"))),
  );
  expect(other).toEqual(one);
});

test.runIf(isLinux)("a reader that closes the pipe ends the output quietly", async () => {
  const cwd = await temporaryFolder();
  const { code, out, err } = await bash(cwd, "$E train --list | head -n 1");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n")).toHaveLength(2);
  expect(await bash(cwd, "$E data list >&- 2>&- <&-")).toEqual({ code: 0, out: "", err: "" });
});

test.runIf(isLinux)("too few file handles are told in a line", async () => {
  const cwd = await temporaryFolder();
  for (const handles of [20, 24, 40]) {
    const { code, out, err } = await bash(cwd, `ulimit -n ${handles}; $E data list`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^error: .*EMFILE.*\n( {2}Raise the limit.*\n)?$/);
  }
});

test.runIf(isLinux)("a working folder that was deleted is told in a line", async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, "gone"));
  const { code, err } = await bash(cwd, `cd gone; rmdir ../gone; $E train ${few} --out ${cwd}/run`);
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain("error: the working folder does not exist any more\n");
  expect(err).not.toMatch(/\n\s+at /);
});

test("a driver that is missing is a line of the findings, and nothing beside them", async () => {
  const { code, out, err } = await evenkeel(await temporaryFolder(), "doctor");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^webgpu +(sound|unusable|absent): /m);
});

test("control characters of files are escaped in tables, messages and JSON", async () => {
  const cwd = await temporaryFolder();
  const evil = "\x1b[31mred\x9b2J\u202e";
  await writeFile(join(cwd, "bad.yaml"), `steps: "${evil}"\n`);
  await writeFile(join(cwd, "a.npy"), encodeNpy({ shape: [2, 2], data: new Float32Array(4) }));
  const record = JSON.stringify({ metric: evil, value: 1 });
  await writeFile(join(cwd, "evaluations.jsonl"), `${record}\n`);
  for (const args of [
    ["train", "bad.yaml"],
    ["compare", "evaluations.jsonl"],
    ["metrics", "--real", evil, "--fake", "a.npy"],
    ["train", evil],
    ["sample", evil],
    [evil],
    ["train", `--${evil}`],
  ]) {
    const { out, err } = await command(cwd, ...args);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for
    expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(out + err).not.toBe("");
  }
  const printed = await command(
    cwd,
    "train",
    "quickstart",
    "--print-config",
    ...set(`data.root=${evil}`),
  );
  expect(printed.out).toContain('root: "\\e[31mred\\u009b2J\\u202e"');
});

test("nothing but the terminal's own file writes to the terminal", async () => {
  const src = join(import.meta.dirname, "../src");
  const names = await readdir(src, { recursive: true });
  const sources = names.filter((name) => /^(cli|terminal)\b.*(?<!\.test)\.ts$/.test(name));
  const found = await Promise.all(
    sources.map(async (name) => {
      const text = await readFile(join(src, name), "utf8");
      return /\bconsole\.|\bprocess\.std(out|err)\.write/.test(text) ? [name] : [];
    }),
  );
  // main.ts: where not even that file can be loaded
  expect(found.flat().sort()).toEqual([join("cli", "main.ts"), join("terminal", "terminal.ts")]);
});
