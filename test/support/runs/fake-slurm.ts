/** Scripts in the place of Slurm's commands, which record how they are called. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { vi } from "vitest";

const PATH = process.env.PATH;

/** Puts scripts for Slurm's commands first on the PATH; each call is a line of `calls.txt`. */
export async function fakeSlurm(
  cwd: string,
  bodies: Readonly<Record<string, string>>,
): Promise<void> {
  const bin = join(cwd, "bin");
  await mkdir(bin, { recursive: true });
  const all = {
    sbatch: "echo 7",
    squeue: "",
    scancel: "",
    scontrol: "echo 'MaxArraySize            = 1001'",
    ...bodies,
  };
  for (const [name, body] of Object.entries(all)) {
    const record = `echo "${name} $*" >>'${join(cwd, "calls.txt")}'`;
    await writeFile(join(bin, name), `#!/bin/sh\n${record}\n${body}\n`);
    await chmod(join(bin, name), 0o755);
  }
  vi.stubEnv("PATH", [bin, PATH].join(delimiter));
}

/** The calls of Slurm's commands so far, a line each. */
export const calls = async (cwd: string) =>
  (await readFile(join(cwd, "calls.txt"), "utf8")).trimEnd().split("\n");
