/** Where commands write what they are asked for: never over what a run owns, or what they read. */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
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
