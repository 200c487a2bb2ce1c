/**
 * Attempts: who may write a folder on a disk that several machines share.
 *
 * `attempts/0003/` is the third attempt's claim. It comes into being whole, with who made it, by one
 * rename that only one process can do, and `attempts/newest` then names it. Before each write an attempt
 * looks there; a newer one ends it. `heartbeat` in the claim is renewed while the attempt lives and goes
 * when it ends: so other machines see it, whose processes cannot be asked.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
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

/** The folder of the claims, in what is claimed. */
export const ATTEMPTS = "attempts";
const NEWEST = "newest";
const PROCESS = "process.json";
const HEARTBEAT = "heartbeat";

/** What {@link PROCESS} tells. */
const claimant = z.object({ pid: z.int().positive(), host: z.string() });

let claims = 0;

/** Seconds between two heartbeats. */
export const BEAT_EVERY = 20;
/** Seconds after which an attempt of another machine counts as dead. */
export const DEAD_AFTER = 90;

/** An attempt that lives. */
export interface LiveAttempt {
  readonly attempt: number;
  readonly pid: number;
  readonly host: string;
  /** Seconds since its last heartbeat. */
  readonly age: number;
}

/**
 * Claims a folder as the attempt after all others.
 *
 * @param after a number that has been used, be it without a claim; default: none.
 * @param takeOver whether to take the folder from another machine's attempt that looks alive.
 * @returns the attempt's number: 1 for the first.
 * @throws EvenkeelError `RUN_FOLDER` if an attempt is alive or another process claims the folder now.
 */
export async function claimAttempt(
  folder: string,
  { after = 0, takeOver = false }: { readonly after?: number; readonly takeOver?: boolean } = {},
): Promise<number> {
  const attempts = join(folder, ATTEMPTS);
  await createFolder(attempts);
  // in this order: whoever claims after this look is alive below, or has the number
  const attempt = Math.max(after, ...(await numbersIn(attempts))) + 1;
  const temporary = await prepareClaim(attempts);
  try {
    await refuseIfAlive(folder, {
      takeOver,
      now: (await writtenAt(join(temporary, HEARTBEAT))) ?? 0,
    });
    if (!(await putClaim(temporary, join(attempts, nameOf(attempt))))) throw outrun(folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await writeFileAtomically(join(attempts, NEWEST), `${attempt}\n`);
  // one that came right after may have been named before this one
  if (Math.max(...(await numbersIn(attempts))) !== attempt) throw outrun(folder);
  await removeLeftovers(attempts);
  return attempt;
}

/** Makes a claim that has no number yet. */
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

/** Gives a claim its number; `false` if another process has it. */
async function putClaim(temporary: string, path: string): Promise<boolean> {
  return onDisk("claim", path, async () => {
    try {
      // a folder with something in it is never replaced
      await rename(temporary, path);
      return true;
    } catch (error) {
      if (["ENOTEMPTY", "EEXIST", "EPERM"].some((code) => isCode(error, code))) return false;
      throw error;
    }
  });
}

function outrun(folder: string): EvenkeelError {
  return new EvenkeelError("RUN_FOLDER", `${folder}: another process has gone on with it`, {
    advice: "Try again when that one has ended.",
  });
}

/**
 * Refuses a folder that another attempt has gone on with; to be called right before each write.
 *
 * It opens and reads one small file, which network file systems answer from the server.
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
  throw new EvenkeelError(
    "RUN_FOLDER",
    `${folder}: attempt ${newest} has gone on with it; this one, attempt ${attempt}, writes nothing more`,
    { advice: `${join(folder, ATTEMPTS, nameOf(newest), PROCESS)} tells which process that is.` },
  );
}

/**
 * The newest attempt at a folder, if it lives and is not this process's.
 *
 * @param now milliseconds, by the clock that wrote the heartbeats; default: this machine's.
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
  // a claim without a process is of none that lives
  if (!claimed.success || beat === undefined) return undefined;
  const { pid, host } = claimed.data;
  const age = (now - beat) / 1000;
  const alive = host === thisProcess().host ? isOtherLiveProcess(pid) : age < DEAD_AFTER;
  return alive ? { attempt, pid, host, age } : undefined;
}

/**
 * Refuses a folder whose newest attempt lives.
 *
 * @param takeOver whether one of another machine is no reason to.
 * @throws EvenkeelError `RUN_FOLDER` with that process.
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
    throw new EvenkeelError("RUN_FOLDER", `${folder}: process ${pid} is writing it`, {
      advice: `Stop that process first. If it is none of Evenkeel's, remove ${join(claim, HEARTBEAT)}.`,
    });
  }
  if (takeOver) return;
  const seconds = Math.max(0, Math.round(age));
  throw new EvenkeelError(
    "RUN_FOLDER",
    `${folder}: process ${pid} on ${host} is writing it, ${seconds} s ago it was alive`,
    {
      advice: `If it is gone, try again in ${DEAD_AFTER - seconds} s, or add --take-over: it then writes nothing more.`,
    },
  );
}

/**
 * Renews an attempt's heartbeat until it has ended or is superseded.
 *
 * @param onSuperseded called once if another attempt has gone on with the folder.
 * @returns ends the renewing.
 */
export function keepAlive(folder: string, attempt: number, onSuperseded: () => void): () => void {
  const file = join(folder, ATTEMPTS, nameOf(attempt), HEARTBEAT);
  const beat = () => {
    try {
      refuseIfSuperseded(folder, attempt);
    } catch (error) {
      // a disk that is away for a while is the writers' to tell
      if (error instanceof EvenkeelError && error.code === "DISK") return;
      clearInterval(timer);
      return onSuperseded();
    }
    try {
      // not created anew: an attempt that has ended has none
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

/** Ends an attempt: its folder is free for the next. */
export async function endAttempt(folder: string, attempt: number): Promise<void> {
  const file = join(folder, ATTEMPTS, nameOf(attempt), HEARTBEAT);
  await onDisk("remove", file, () => rm(file, { force: true }));
}

/**
 * Does what only one attempt at a folder may do at a time: claims it, keeps the claim alive, ends it.
 *
 * @param work is given what refuses once another attempt has gone on with the folder.
 * @throws EvenkeelError as {@link claimAttempt}, and whatever `work` throws.
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

/** When a file was written, in milliseconds by the disk's own clock; `undefined` if there is none. */
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
