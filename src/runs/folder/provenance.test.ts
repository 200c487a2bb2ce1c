import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { gitState } from "./provenance.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;

test.skipIf(!hasGit)("gitState tells the commit, and whether tracked files differ", async () => {
  const folder = await temporaryFolder();
  expect(await gitState(folder)).toBeNull();
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    return execFileSync("git", ["-C", folder, ...identity, ...args], { encoding: "utf8" }).trim();
  };
  git("init", "--quiet");
  expect(await gitState(folder)).toBeNull();
  await writeFile(join(folder, "file"), "one");
  git("add", "file");
  git("commit", "--quiet", "--message", "first");
  const commit = git("rev-parse", "HEAD");
  await writeFile(join(folder, "untracked"), "");
  expect(await gitState(folder)).toEqual({ commit, dirty: false });
  await writeFile(join(folder, "file"), "two");
  expect(await gitState(folder)).toEqual({ commit, dirty: true });
});
