import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { writtenRun } from "../../../test/support/runs/written-run.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openLibrary } from "../library/index.ts";
import { discardRun, folderSize } from "./discard.ts";

let root: string;
beforeEach(async () => {
  root = join(await temporaryFolder(), "runs");
});

const runAt = async (path: string) => {
  const folder = join(root, path);
  await writtenRun(folder);
  return { folder, id: `runs/${path}` };
};
const roots = () => [{ name: "runs", folder: root }];

test("a run is moved with what was printed beside it, is no longer found, and can be moved back", async () => {
  const run = await runAt("tried/one");
  await writeFile(`${run.folder}.log`, "printed");
  const size = await folderSize(run.folder);
  expect(size.files).toBeGreaterThan(2);
  expect(size.bytes).toBeGreaterThan((await readFile(join(run.folder, "metrics.jsonl"))).length);
  const { to, back } = await discardRun(run, roots());
  expect(back).toBe(`mv ${to} ${run.folder}`);
  expect(to).toMatch(/\/runs\/\.trash\/\d{8}T\d{6}\/tried-one$/);
  expect(existsSync(run.folder)).toBe(false);
  expect((await readdir(join(to, ".."))).sort()).toEqual(["one.log", "tried-one"]);
  expect(await folderSize(to)).toMatchObject({ bytes: expect.any(Number) });
  const library = await openLibrary([root]);
  expect(library.entries()).toEqual([]);
  await library.close();
});

test("a run that is trained stays, and one that an experiment or a sweep counts on", async () => {
  const live = await runAt("live");
  await leaveClaim(live.folder);
  expect(await failure(discardRun(live, roots()), root)).toContain(
    `RUN_FOLDER: ROOT/live: process ${process.ppid} is writing to this folder`,
  );
  for (const mark of ["experiment.json", "sweep.json"]) {
    await mkdir(join(root, mark.slice(0, 5)), { recursive: true });
    await writeFile(join(root, mark.slice(0, 5), mark), "{}");
    const part = await runAt(`${mark.slice(0, 5)}/runs/a`);
    expect(await failure(discardRun(part, roots()), root)).toMatch(
      /^RUN_FOLDER: ROOT\/\w+\/runs\/a: is part of an? (experiment|sweep), which would miss it, got ROOT\/\w+\n/,
    );
    expect(existsSync(part.folder)).toBe(true);
  }
});

test("a run of a sweep stays, where the studio was opened on the sweep's folder or below it", async () => {
  const { folder } = await runAt("wide/runs/a");
  const sweep = join(root, "wide");
  await writeFile(join(sweep, "sweep.json"), "{}");
  await symlink(join(sweep, "runs"), join(root, "link"));
  const places = [
    [sweep, join(sweep, "runs/a")],
    [join(sweep, "runs"), join(sweep, "runs/a")],
    [join(root, "link"), join(root, "link/a")],
  ] as const;
  for (const [opened, path] of places) {
    const roots = [{ name: "opened", folder: opened }];
    expect(await failure(discardRun({ folder: path, id: "opened/a" }, roots), root)).toMatch(
      /^RUN_FOLDER: ROOT\/\S+: is part of a sweep, which would miss it, got \S+\/wide\n/,
    );
  }
  expect(existsSync(folder)).toBe(true);
});

test("the studio's own folder stays", async () => {
  await writtenRun(root);
  expect(await failure(discardRun({ folder: root, id: "runs" }, roots()), root)).toContain(
    "the studio's own folder cannot be moved",
  );
});
