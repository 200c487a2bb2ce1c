/**
 * Attempts: which process may write to a folder on a disk that several machines share.
 *
 * `attempts/0003/` is the claim of the third attempt. It names the process and is created by a single
 * rename, which only one process can perform; then `attempts/newest` is set to its number. Before each
 * write, an attempt reads that file and stops if there is a newer attempt. The attempt renews the file
 * `heartbeat` in its claim while it is alive and removes it at the end, so that other machines, which
 * cannot query the process, know whether it is alive.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { EvenkeelError, refusal } from "../../errors.ts";
import {
  createFolder,
  diskError,
  isCode,
  isOtherLiveProcess,
  onDisk,
  parseJson,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
} from "../../files/index.ts";
import { thisProcess } from "./provenance.ts";

/** The name of the folder of claims within the claimed folder. */
export const ATTEMPTS = "attempts";
const NEWEST = "newest";
const PROCESS = "process.json";
const HEARTBEAT = "heartbeat";

/** The content of {@link PROCESS}. */
const claimant = z.object({ pid: z.int().positive(), host: z.string() });

let claims = 0;

/** Seconds between two heartbeats. */
export const BEAT_EVERY = 20;
/** Seconds without a heartbeat after which another machine's attempt counts as dead. */
export const DEAD_AFTER = 90;

/** An attempt that is alive. */
export interface LiveAttempt {
  readonly attempt: number;
  readonly pid: number;
  readonly host: string;
  /** Seconds since its last heartbeat. */
  readonly age: number;
}

/**
 * Claims a folder as its newest attempt, and removes what dead processes left half-written in it.
 *
 * @param after an attempt number that is already used, even if it has no claim; default: none.
 * @param takeOver whether to take the folder from an attempt on another machine that looks alive.
 * @returns the attempt's number, 1 for the first.
 * @throws EvenkeelError `RUN_FOLDER` if an attempt is alive or another process claims the folder at the
 *   same time.
 */
export async function claimAttempt(
  folder: string,
  { after = 0, takeOver = false }: { readonly after?: number; readonly takeOver?: boolean } = {},
): Promise<number> {
  const attempts = join(folder, ATTEMPTS);
  await createFolder(attempts);
  // The order matters: a process that claims after this line is seen alive below, or has the number.
  const attempt = Math.max(after, ...(await numbersIn(attempts))) + 1;
  const temporary = await prepareClaim(attempts);
  try {
    await refuseIfAlive(folder, {
      takeOver,
      now: (await writtenAt(join(temporary, HEARTBEAT))) ?? 0,
    });
    if (!(await putClaim(temporary, join(attempts, nameOf(attempt))))) throw claimLost(folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await writeFileAtomically(join(attempts, NEWEST), `${attempt}\n`);
  // A later claim may have written its number before this one did.
  if (Math.max(...(await numbersIn(attempts))) !== attempt) throw claimLost(folder);
  for (const place of [folder, attempts]) await removeLeftovers(place);
  return attempt;
}

/** Prepares a claim without a number. */
async function prepareClaim(attempts: string): Promise<string> {
  const { pid, host } = thisProcess();
  const temporary = join(attempts, `.tmp-claim-${host}-${pid}-${claims++}`);
  return onDisk("claim", attempts, async () => {
    await mkdir(temporary);
    const claimedAt = new Date().toISOString();
    await writeFile(join(temporary, PROCESS), `${JSON.stringify({ pid, host, claimedAt })}\n`);
    await writeFile(join(temporary, HEARTBEAT), `${claimedAt}\n`);
    return temporary;
  });
}

/** Gives a claim its number; returns `false` if another process already has the number. */
async function putClaim(temporary: string, path: string): Promise<boolean> {
  return onDisk("claim", path, async () => {
    try {
      // rename does not replace a folder that is not empty
      await rename(temporary, path);
      return true;
    } catch (error) {
      if (["ENOTEMPTY", "EEXIST", "EPERM"].some((code) => isCode(error, code))) return false;
      throw error;
    }
  });
}

function claimLost(folder: string): EvenkeelError {
  return takenOver(folder, "Try again when that process has ended.");
}

/** The error for a folder that another process has claimed in the meantime. */
export function takenOver(folder: string, advice: string): EvenkeelError {
  return refusal("RUN_FOLDER", {
    where: folder,
    rule: "another process has taken over this folder",
    advice,
  });
}

/**
 * Throws if a newer attempt has taken over the folder. Call it just before each write.
 *
 * It opens and reads one small file, which network file systems fetch from the server.
 *
 * @throws EvenkeelError `RUN_FOLDER` if `attempt` is no longer the newest.
 */
export function refuseIfSuperseded(folder: string, attempt: number): void {
  const file = join(folder, ATTEMPTS, NEWEST);
  let newest: number;
  try {
    newest = Number(readFileSync(file, "utf8"));
  } catch (error) {
    throw diskError(error, "read", file);
  }
  if (newest <= attempt) return;
  throw refusal("RUN_FOLDER", {
    where: folder,
    rule: `attempt ${newest} has taken over; this attempt, ${attempt}, stops writing`,
    advice: `${join(folder, ATTEMPTS, nameOf(newest), PROCESS)} names that process.`,
    details: { attempt, newest },
  });
}

/**
 * The newest attempt at a folder, if it is alive and belongs to another process.
 *
 * @param now milliseconds on the clock of the heartbeats; default: this machine's clock.
 */
export async function liveAttempt(
  folder: string,
  now = Date.now(),
): Promise<LiveAttempt | undefined> {
  const attempts = join(folder, ATTEMPTS);
  const attempt = Math.max(0, ...(await numbersIn(attempts)));
  if (attempt === 0) return undefined;
  const claim = join(attempts, nameOf(attempt));
  const claimed = claimant.safeParse(
    parseJson((await readTextIfPresent(join(claim, PROCESS))) ?? ""),
  );
  const beat = await writtenAt(join(claim, HEARTBEAT));
  // A claim without a process belongs to a dead attempt.
  if (!claimed.success || beat === undefined) return undefined;
  const { pid, host } = claimed.data;
  const age = (now - beat) / 1000;
  const alive = host === thisProcess().host ? isOtherLiveProcess(pid) : age < DEAD_AFTER;
  return alive ? { attempt, pid, host, age } : undefined;
}

/**
 * Throws if the newest attempt at a folder is alive.
 *
 * @param takeOver whether to accept a live attempt on another machine.
 * @throws EvenkeelError `RUN_FOLDER` that names the process.
 */
export async function refuseIfAlive(
  folder: string,
  { takeOver = false, now }: { readonly takeOver?: boolean; readonly now?: number } = {},
): Promise<void> {
  const live = await liveAttempt(folder, now);
  if (live === undefined) return;
  const { attempt, pid, host, age } = live;
  if (host === thisProcess().host) {
    const claim = join(folder, ATTEMPTS, nameOf(attempt));
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: `process ${pid} is writing to this folder`,
      advice: `Stop that process first. If it is not Evenkeel, remove ${join(claim, HEARTBEAT)}.`,
      details: { pid, host },
    });
  }
  if (takeOver) return;
  const seconds = Math.max(0, Math.round(age));
  throw refusal("RUN_FOLDER", {
    where: folder,
    rule: `process ${pid} on ${host} is writing to this folder; its last heartbeat was ${seconds} s ago`,
    advice: `If it is dead, try again in ${DEAD_AFTER - seconds} s, or add --take-over: the process then stops writing.`,
    details: { pid, host, seconds },
  });
}

/**
 * Renews an attempt's heartbeat until the attempt ends or a newer one takes over.
 *
 * @param onSuperseded called once when a newer attempt has taken over the folder.
 * @returns a function that stops the renewal.
 */
export function keepAlive(folder: string, attempt: number, onSuperseded: () => void): () => void {
  const file = join(folder, ATTEMPTS, nameOf(attempt), HEARTBEAT);
  const beat = () => {
    try {
      refuseIfSuperseded(folder, attempt);
    } catch (error) {
      // While the disk is unreachable, writers report the error.
      if (error instanceof EvenkeelError && error.code === "DISK") return;
      clearInterval(timer);
      return onSuperseded();
    }
    try {
      // "r+" does not create the file: an attempt that has ended has no heartbeat.
      const heartbeat = openSync(file, "r+");
      try {
        writeSync(heartbeat, `${new Date().toISOString()}\n`, 0);
      } finally {
        closeSync(heartbeat);
      }
    } catch {}
  };
  const timer = setInterval(beat, BEAT_EVERY * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** Ends an attempt, so that another process may claim the folder. */
export async function endAttempt(folder: string, attempt: number): Promise<void> {
  const file = join(folder, ATTEMPTS, nameOf(attempt), HEARTBEAT);
  await onDisk("remove", file, () => rm(file, { force: true }));
}

/**
 * Runs work that needs the folder for itself: claims the folder, keeps the claim alive, and ends it.
 *
 * @param work receives a function that throws once another attempt has taken over the folder.
 * @throws EvenkeelError as {@link claimAttempt}, and any error of `work`.
 */
export async function asAttempt<T>(
  folder: string,
  takeOver: boolean,
  work: (refuseIfSuperseded: () => void) => Promise<T>,
): Promise<T> {
  const attempt = await claimAttempt(folder, { takeOver });
  const rest = keepAlive(folder, attempt, () => undefined);
  try {
    return await work(() => refuseIfSuperseded(folder, attempt));
  } finally {
    rest();
    await endAttempt(folder, attempt);
  }
}

const nameOf = (attempt: number) => String(attempt).padStart(4, "0");

async function numbersIn(attempts: string): Promise<readonly number[]> {
  return onDisk("read", attempts, async () => {
    try {
      return (await readdir(attempts)).filter((name) => /^\d{4,}$/.test(name)).map(Number);
    } catch (error) {
      if (isCode(error, "ENOENT")) return [];
      throw error;
    }
  });
}

/**
 * The time a file was last written, in milliseconds on the disk's clock; `undefined` if there is no file.
 */
async function writtenAt(file: string): Promise<number | undefined> {
  return onDisk("read", file, async () => {
    try {
      return (await stat(file)).mtimeMs;
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw error;
    }
  });
}
