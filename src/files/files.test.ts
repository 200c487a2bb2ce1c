import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import {
  createFolder,
  isOtherLiveProcess,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
  writeFileToDisk,
} from "./files.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe("writeFileAtomically", () => {
  test("creates and replaces a file, and leaves nothing else", async () => {
    const path = join(folder, "run.json");
    await writeFileAtomically(path, "first");
    await writeFileAtomically(path, new TextEncoder().encode("second"));
    expect(await readFile(path, "utf8")).toBe("second");
    expect(await readdir(folder)).toEqual(["run.json"]);
  });

  test("a reader never sees a part while the file is replaced", async () => {
    const path = join(folder, "file");
    const contents = ["a".repeat(300_000), "b".repeat(300_000)];
    await writeFileAtomically(path, contents[0] as string);
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, i) => writeFileAtomically(path, contents[i % 2] as string)),
    );
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) seen.add(await readFile(path, "utf8"));
    await writing;
    expect(contents).toEqual(expect.arrayContaining([...seen]));
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test("leaves no temporary file when it fails", async () => {
    await createFolder(join(folder, "taken"));
    await writeFile(join(folder, "taken", "inside"), "");
    const failure = writeFileAtomically(join(folder, "taken"), "text");
    await expect(failure).rejects.toMatchObject({ code: "DISK", details: { code: "EISDIR" } });
    expect(await readdir(folder)).toEqual(["taken"]);
  });

  test("names the path when a folder is missing or a file", async () => {
    const missing = join(folder, "nowhere", "run.json");
    await expect(writeFileAtomically(missing, "")).rejects.toMatchObject({
      message: `cannot write ${missing}: there is no such file or folder (ENOENT)`,
    });
    await writeFile(join(folder, "file"), "");
    const below = join(folder, "file", "run.json");
    await expect(writeFileAtomically(below, "")).rejects.toMatchObject({
      message: `cannot write ${below}: a part of the path is a file, not a folder (ENOTDIR)`,
      advice: "Check the path.",
    });
  });
});

test("writeFileToDisk never overwrites", async () => {
  const path = join(folder, "file");
  await writeFileToDisk(path, "first");
  await expect(writeFileToDisk(path, "second")).rejects.toMatchObject({ code: "DISK" });
  expect(await readFile(path, "utf8")).toBe("first");
});

test("createFolder says whether the folder is new", async () => {
  expect(await createFolder(join(folder, "a"))).toBe(true);
  expect(await createFolder(join(folder, "a"))).toBe(false);
});

test("removeLeftovers removes what dead processes left, and only that", async () => {
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  const alive = process.ppid;
  const names = [`.tmp-run.json-${dead}-3`, `.tmp-000200-${dead}`, `.tmp-000200-${process.pid}`];
  const kept = [`.tmp-000200-${alive}`, `.tmp-000200`, "run.json", "000200"];
  for (const name of [...names, ...kept]) await createFolder(join(folder, name));
  await writeFile(join(folder, names[1] as string, "weights.safetensors"), "half");
  await removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.sort());
});

test("readTextIfPresent gives undefined only for a missing file", async () => {
  expect(await readTextIfPresent(join(folder, "missing"))).toBeUndefined();
  await writeFileToDisk(join(folder, "a-file"), "text");
  expect(await readTextIfPresent(join(folder, "a-file", "below"))).toBeUndefined();
  await expect(readTextIfPresent(folder)).rejects.toMatchObject({ details: { code: "EISDIR" } });
});

test.runIf(process.platform === "linux")(
  "a dead process that has not been reaped does not count as live",
  async () => {
    // the shell becomes a program that never reaps, like the first process of many containers, before its child dies
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"], { stdio: "pipe" });
    const [text] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(text.toString());
    expect(isOtherLiveProcess(parent.pid as number)).toBe(true);
    while (isOtherLiveProcess(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill();
  },
);
