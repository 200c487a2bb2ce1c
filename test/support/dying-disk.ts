/** A disk on which a process dies, or which is full, after so many writes: for tests within one process. */
import fs from "node:fs";
import fsPromises, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import { onTestFinished } from "vitest";

/** How the writes after the allowed ones fail. */
export type Failure =
  /** All of them, as if the process were gone: nothing that it does afterwards reaches the disk. */
  | "killed"
  /** All of them but removals, as on a full disk. */
  | "full";

/** Writes below a folder, counted, and refused once there were enough. */
export interface DyingDisk {
  /** Writes so far. */
  count(): number;
  /** What was written, in order: `rename run.json`. */
  readonly log: readonly string[];
  /** Lets `allowed` more writes pass, then fails. */
  failAfter(allowed: number, failure: Failure): void;
  /** Lets everything pass again and counts from 0. */
  heal(): void;
}

/** Watches all writes below `folder` until the test has ended. */
export function dyingDisk(folder: string): DyingDisk {
  const log: string[] = [];
  const files = new Map<number, string>();
  let allowed = Number.POSITIVE_INFINITY;
  let failure: Failure = "killed";
  const root = resolve(folder);
  const isOurs = (path: unknown): path is string =>
    typeof path === "string" && resolve(path).startsWith(root);

  const pass = (what: string, path: string, frees = false) => {
    if (log.length >= allowed && !(failure === "full" && frees)) {
      const code = failure === "full" ? "ENOSPC" : "EIO";
      throw Object.assign(new Error(`${code}: ${failure}, ${what} '${path}'`), { code });
    }
    if (!(failure === "full" && frees)) log.push(`${what} ${path.slice(root.length + 1)}`);
  };

  const promised = { ...fsPromises };
  const wrap = <K extends "mkdir" | "rename" | "rm" | "rmdir" | "writeFile">(name: K) => {
    const original = promised[name] as (...args: unknown[]) => Promise<unknown>;
    const frees = name === "rm" || name === "rmdir";
    fsPromises[name] = (async (...args: unknown[]) => {
      if (isOurs(args[0])) pass(name, args[0], frees);
      return original(...args);
    }) as never;
  };
  for (const name of ["mkdir", "rename", "rm", "rmdir", "writeFile"] as const) wrap(name);
  fsPromises.open = (async (path: string, flags?: string, ...rest: unknown[]) => {
    const open = promised.open as (...args: unknown[]) => Promise<FileHandle>;
    const writes = isOurs(path) && flags !== undefined && flags !== "r";
    if (writes) pass("open", path);
    const handle = await open(path, flags, ...rest);
    if (writes) {
      const { writeFile } = handle;
      handle.writeFile = async (...args) => {
        pass("write", path);
        return writeFile.apply(handle, args);
      };
    }
    return handle;
  }) as never;

  const sync = { ...fs };
  fs.openSync = ((path: string, flags?: string, ...rest: never[]) => {
    const writes = isOurs(path) && flags !== undefined && flags !== "r";
    if (writes) pass("open", path);
    const file = sync.openSync(path, flags as string, ...rest);
    if (writes) files.set(file, path);
    return file;
  }) as never;
  for (const name of ["writeSync", "ftruncateSync"] as const) {
    const original = sync[name] as (...args: unknown[]) => unknown;
    fs[name] = ((file: number, ...rest: unknown[]) => {
      const path = files.get(file);
      if (path !== undefined) pass(name, path, name === "ftruncateSync");
      return original(file, ...rest);
    }) as never;
  }
  fs.closeSync = (file: number) => {
    files.delete(file);
    sync.closeSync(file);
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    const { mkdir, rename, rm, rmdir, writeFile, open } = promised;
    Object.assign(fsPromises, { mkdir, rename, rm, rmdir, writeFile, open });
    const { openSync, writeSync, ftruncateSync, closeSync } = sync;
    Object.assign(fs, { openSync, writeSync, ftruncateSync, closeSync });
    syncBuiltinESMExports();
  });
  return {
    count: () => log.length,
    log,
    failAfter(more, how) {
      allowed = log.length + more;
      failure = how;
    },
    heal() {
      allowed = Number.POSITIVE_INFINITY;
      log.length = 0;
    },
  };
}
