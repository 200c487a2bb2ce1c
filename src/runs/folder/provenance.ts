/** Where a run's numbers come from: versions, source code and machine. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";
import { promisify } from "node:util";
import { env } from "onnxruntime-common";

/** The versions that a run was made with. */
export type Versions = {
  readonly evenkeel: string;
  readonly node: string;
  readonly onnxruntime: string;
};

/** The state of the git checkout around a folder. */
export type GitState = {
  /** The full hash of the checked-out commit. */
  readonly commit: string;
  /** Whether tracked files differ from it. */
  readonly dirty: boolean;
};

/** The versions of this process. */
export function versions(): Versions {
  const manifest = new URL("../../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return {
    evenkeel: version,
    node: process.versions.node,
    onnxruntime: env.versions.node ?? env.versions.common,
  };
}

/** The git state of `folder`; `null` without git or outside a checkout. */
export async function gitState(folder: string): Promise<GitState | null> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], {
      timeout: 10_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  };
  try {
    const commit = await git("rev-parse", "HEAD");
    return { commit, dirty: (await git("status", "--porcelain", "--untracked-files=no")) !== "" };
  } catch {
    return null;
  }
}

/** The process that writes a run folder. */
export function thisProcess(): { readonly pid: number; readonly host: string } {
  return { pid: process.pid, host: hostname() };
}

/** The number of processor cores that this process may use. */
export function hostCores(): number {
  return availableParallelism();
}
