/** The job arrays of a sweep, as its folder knows them: `slurm/0003/` is the third. */
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  createFolder,
  createFolders,
  isFolder,
  onDisk,
  readTextIfPresent,
  writeFileAtomically,
} from "../../files/index.ts";
import type { Sweep } from "../folder/index.ts";

const NAMES = "runs.txt";

/** An array of a sweep. */
export interface SweepArray {
  /** Its name in Slurm's queue. Numbers that Slurm gives are used again; this one is not. */
  readonly name: string;
  readonly folder: string;
  /** The runs of its tasks: that of task 1 first. */
  readonly runs: readonly string[];
}

const slurmFolder = ({ path }: Sweep) => join(resolve(path), "slurm");
const arrayName = ({ name, id }: Sweep, number: string) => `${name}-${id}-${number}`;

/** The arrays of a sweep, the oldest first; none if it was never on a cluster. */
export async function sweepArrays(sweep: Sweep): Promise<readonly SweepArray[]> {
  const arrays: SweepArray[] = [];
  for (const number of await numbersOf(sweep)) {
    const folder = join(slurmFolder(sweep), number);
    const text = await readTextIfPresent(join(folder, NAMES));
    // one without was being made when its process was killed, and never handed over
    if (text === undefined) continue;
    arrays.push({ name: arrayName(sweep, number), folder, runs: text.trimEnd().split("\n") });
  }
  return arrays;
}

/** Writes the list of runs of a new array, before it is submitted. */
export async function createArray(sweep: Sweep, runs: readonly string[]): Promise<SweepArray> {
  await createFolders(slurmFolder(sweep));
  for (;;) {
    const last = Number((await numbersOf(sweep)).at(-1) ?? 0);
    const number = String(last + 1).padStart(4, "0");
    const folder = join(slurmFolder(sweep), number);
    if (!(await createFolder(folder))) continue;
    await writeFileAtomically(join(folder, NAMES), `${runs.join("\n")}\n`);
    return { name: arrayName(sweep, number), folder, runs };
  }
}

async function numbersOf(sweep: Sweep): Promise<readonly string[]> {
  const folder = slurmFolder(sweep);
  if (!(await isFolder(folder))) return [];
  const names = await onDisk("read", folder, () => readdir(folder));
  return names.filter((name) => /^\d{4,}$/.test(name)).sort((a, b) => Number(a) - Number(b));
}
