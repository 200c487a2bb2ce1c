/** Where commands write what they are asked for: never over what a run owns, or what they read. */
import { execFileSync } from "node:child_process";
import {
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeOutput } from "../src/files/index.ts";
import { command, expectRefusal } from "./support/runs/command-line.ts";
import { trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();

/** Every file below a folder, with its content. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path, await readFile(path, "base64")] as const;
      }),
    ),
  );
}

beforeAll(async () => {
  await trainTiny(join(cwd, "run"), "steps=1");
  await cp(join(cwd, "run"), join(cwd, "other"), { recursive: true });
  await symlink("run", join(cwd, "link"));
  await symlink("run/run.json", join(cwd, "page.html"));
  await mkdir(join(cwd, "images"));
  const [sample = ""] = await readdir(join(cwd, "run/samples"));
  await cp(join(cwd, "run/samples", sample), join(cwd, "images/00000.png"));
  await writeFile(join(cwd, "notes.txt"), "mine");
  await writeFile(
    join(cwd, "mine.yaml"),
    "recipe: quickstart\ndiscriminator: { reparametrization: ssn }\n",
  );
  await mkdir(join(cwd, "sweep/runs"), { recursive: true });
  await writeFile(join(cwd, "sweep/sweep.json"), "{}");
  await mkdir(join(cwd, "claim"));
  await writeFile(join(cwd, "claim/claim.json"), "{}");
});

describe("what is refused stays as it is", () => {
  test.each([
    ["export", "run", "--out", "run/run.json"],
    ["export", "run", "--out", "run/checkpoints/mine.onnx"],
    ["export", "run", "--out", "link/samples/mine.onnx"],
    ["export", "run", "--out", "./run/../run/CONFIG.yaml"],
    ["export", "run", "--out", "other/generator.onnx"],
    ["export", "run", "--out", "notes.txt"],
    ["report", "run", "--out", "run/run.json"],
    ["report", "run", "--out", "other/report.html"],
    ["report", "run", "--out", "page.html"],
    ["report", "run", "--out", "sweep/sweep.yaml"],
    ["report", "run", "--out", "claim/index.html"],
    ["report", "run", "--files", "run/attempts"],
    ["sample", "run", "--out", "run/config.yaml"],
    ["sample", "run", "--out", "run/samples"],
    ["sample", "run", "--out", "sweep/configs/a.png"],
    ["sample", "run", "--out", "images"],
    ["evaluate", "images", "--against", "shapes", "--out", "run"],
    ["evaluate", "images", "--against", "shapes", "--out", "images"],
    ["evaluate", "run", "--against", "images", "--out", "images/new"],
    ["evaluate", "run", "--out", "other"],
    ["evaluate", "run", "--out", "notes.txt"],
    ["report", "run", "--files", "notes.txt"],
    ["sample", "run", "--out", "notes.txt"],
    ["train", "mine.yaml", "--out", "mine.yaml"],
    ["tune-scale", "mine.yaml", "--out", "mine.yaml"],
    ["claim", "run", "spectra", "--out", "images"],
    ["tune-scale", "quickstart", "--out", "run"],
    ["train", "quickstart", "--out", "run"],
    ["train", "quickstart", "--out", "run/checkpoints/new"],
    ["train", "quickstart", "--seeds", "2", "--out", "sweep/runs/new"],
    ["claim", "run", "spectra", "--out", "run/samples/new"],
    ["sweep", "quickstart", "--seeds", "2", "--out", "claim"],
  ])("%s %s %s %s %s", async (...args) => {
    const before = await contents(cwd);
    expectRefusal(await command(cwd, ...args));
    expect(await contents(cwd)).toEqual(before);
  });
});

test.each([
  ["export", "run", "--out", "pipe"],
  ["report", "run", "--out", "pipe"],
  ["report", "run", "--files", "pipe"],
  ["sample", "run", "--out", "pipe"],
  ["sample", "run", "--out", "link-to-pipe"],
  ["train", "quickstart", "--out", "pipe"],
  ["tune-scale", "quickstart", "--out", "pipe"],
  ["sweep", "quickstart", "--seeds", "2", "--out", "pipe"],
  ["claim", "run", "spectra", "--out", "pipe"],
  ["evaluate", "run", "--out", "pipe"],
])("a pipe, as a device, stays what it is: %s %s %s %s", async (...args) => {
  const pipe = join(cwd, "pipe");
  await rm(pipe, { force: true });
  execFileSync("mkfifo", [pipe]);
  await rm(join(cwd, "link-to-pipe"), { force: true });
  await symlink("pipe", join(cwd, "link-to-pipe"));
  expectRefusal(await command(cwd, ...args));
  expect((await stat(pipe)).isFIFO()).toBe(true);
  // those who ask for none of these commands are refused as well
  await expect(writeOutput(pipe, "a")).rejects.toThrow("a pipe, a socket or a device, not a file");
  expect((await stat(pipe)).isFIFO()).toBe(true);
});

test("through a link the file that it names is written, and the link stays", async () => {
  await mkdir(join(cwd, "elsewhere"));
  await writeFile(join(cwd, "elsewhere/page.html"), "old");
  await symlink("elsewhere/page.html", join(cwd, "short.html"));
  expect(await command(cwd, "report", "run", "--out", "short.html")).toMatchObject({ code: 0 });
  expect((await lstat(join(cwd, "short.html"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(cwd, "elsewhere/page.html"), "utf8")).toContain("<!doctype html>");
});

test.each([
  ["export", "run", "--out", "run/generator.onnx"],
  ["export", "run", "--out", "run/mine.onnx"],
  ["export", "run", "--out", "new/a/g.onnx"],
  ["report", "run", "--out", "run/report.html"],
  ["report", "run", "--out", "new/b/page.html", "--files", "new/c/charts"],
  ["sample", "run", "--out", "new/d/grid.png"],
  ["sample", "run", "--count", "2", "--out", "new/e"],
  ["sample", "run", "--count", "2", "--out", "new/e", "--seed", "1"],
])("%s %s %s %s", async (...args) => {
  const { code, err } = await command(cwd, ...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const path of args.filter((word) => word.includes("/"))) {
    expect(Object.keys(await contents(cwd)).join("\n")).toContain(path);
  }
});
