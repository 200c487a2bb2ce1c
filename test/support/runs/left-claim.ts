/** Claims of attempts that this process has not made. */
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** Who made a claim, and how long ago its heartbeat was. */
export interface OtherClaim {
  readonly attempt?: number;
  readonly pid?: number;
  readonly host?: string;
  /** Seconds. */
  readonly age?: number;
}

/** Leaves the claim of another process in a folder; default: one of this process's parent, alive. */
export async function leaveClaim(
  folder: string,
  { attempt = 1, pid = process.ppid, host = hostname(), age = 0 }: OtherClaim = {},
): Promise<void> {
  const claim = join(folder, "attempts", String(attempt).padStart(4, "0"));
  await mkdir(claim, { recursive: true });
  await writeFile(join(claim, "process.json"), JSON.stringify({ pid, host }));
  await writeFile(join(claim, "heartbeat"), "");
  const then = Date.now() / 1000 - age;
  await utimes(join(claim, "heartbeat"), then, then);
  await writeFile(join(folder, "attempts", "newest"), `${attempt}\n`);
}
