import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { EvenkeelError } from "../errors.ts";
import { throttled, type WorkCallbacks } from "../files/index.ts";
import { formatBytes } from "../text.ts";
import { connectionFailure, type Failure, judgeAnswer } from "./answer.ts";
import { writeError } from "./write-error.ts";

/** How patient a download is. */
export interface DownloadOptions extends WorkCallbacks {
  /** Attempts in a row without a single new byte before it gives up; default 5. */
  readonly attempts?: number | undefined;
  /** The pause after the first failed attempt, doubled after each further one; default 1000. */
  readonly pauseMs?: number | undefined;
  /** How long a connection may be silent; default 60 000. */
  readonly silenceMs?: number | undefined;
}

/** What to download, and where to. */
export interface DownloadJob {
  readonly url: string;
  readonly path: string;
  /** The size that the file must come to. */
  readonly bytes: number;
  /** What a user can do when the network fails for good: the end of the error's advice. */
  readonly byHand: string;
}

/**
 * Downloads a file, going on where an earlier download ended: bytes that are already there are not
 * asked for again (an HTTP range request), and a broken connection is taken up again by itself.
 *
 * @throws EvenkeelError `DATA` when the server cannot be reached or refuses, or the signal stops
 *   it; `DISK` when the file cannot be written. What has come stays in the file.
 */
export async function downloadFile(job: DownloadJob, options: DownloadOptions = {}): Promise<void> {
  const file = await open(job.path, "a").catch((error: unknown) => {
    throw writeError("download", job.path, error);
  });
  try {
    await downloadInto(file, job, options);
  } finally {
    await file.close();
  }
}

async function downloadInto(
  file: FileHandle,
  job: DownloadJob,
  { attempts = 5, pauseMs = 1000, silenceMs = 60_000, onProgress, signal }: DownloadOptions,
): Promise<void> {
  const report = throttled("download", "bytes", onProgress);
  let [failures, worked] = [0, false];
  for (;;) {
    const before = (await file.stat()).size;
    report(before, job.bytes);
    if (before === job.bytes) return;
    const failure = await attempt(file, job, { report, silenceMs, signal });
    const have = (await file.stat()).size;
    if (signal?.aborted) throw stopped(job, have);
    if (failure === null) continue;
    worked ||= have > before;
    failures = have > before ? 1 : failures + 1;
    const hopeless = failure.kind === "refused" || (failure.kind === "unreachable" && !worked);
    if (hopeless || failures >= attempts) throw gaveUp(job, have, failure);
    await sleep(pauseMs * 2 ** (failures - 1), undefined, { ...(signal && { signal }) }).catch(
      () => undefined,
    );
  }
}

interface Watch {
  readonly report: (done: number, total: number) => void;
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Makes one request and appends what comes; `null` when the file should be looked at again. */
async function attempt(
  file: FileHandle,
  { url, path, bytes }: DownloadJob,
  { report, silenceMs, signal }: Watch,
): Promise<Failure | null> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const have = (await file.stat()).size;
    const range = have > 0 ? { range: `bytes=${have}-` } : {};
    const response = await fetch(url, {
      headers: { "accept-encoding": "identity", ...range },
      signal: AbortSignal.any(signal ? [silence.signal, signal] : [silence.signal]),
    });
    const answer = judgeAnswer(response, have, bytes);
    if (answer.take !== "body" || response.body === null) {
      await response.body?.cancel();
      if (answer.take === "nothing") return answer.failure;
      await file.truncate(0);
      return answer.take === "anew" ? null : { reason: "an empty answer came", kind: "broken" };
    }
    if (answer.start !== have) await file.truncate(0);
    let received = answer.start;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      timer.refresh();
      received += chunk.length;
      if (received > bytes) {
        await file.truncate(0);
        return { reason: `more than the file's ${bytes} bytes came`, kind: "refused" };
      }
      await file.appendFile(chunk).catch((error: unknown) => {
        throw writeError("download", path, error);
      });
      report(received, bytes);
    }
    return received === bytes ? null : { reason: "the answer ended early", kind: "broken" };
  } catch (error) {
    if (error instanceof EvenkeelError) throw error;
    if (!silence.signal.aborted) return connectionFailure(error);
    return { reason: `nothing came for ${silenceMs / 1000} s`, kind: "broken" };
  } finally {
    clearTimeout(timer);
  }
}

function stopped({ path, bytes }: DownloadJob, have: number): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `download: stopped at ${formatBytes(have)} of ${formatBytes(bytes)}`,
    { advice: "Run the same command again; it goes on from there.", details: { path, have } },
  );
}

function gaveUp(job: DownloadJob, have: number, failure: Failure): EvenkeelError {
  const again =
    have > 0
      ? `Run the same command again; it goes on from ${formatBytes(have)}.`
      : "Run the same command again later.";
  return new EvenkeelError("DATA", `download: ${job.url} must come whole, but ${failure.reason}`, {
    advice: `${again} Or ${job.byHand}`,
    details: { url: job.url, path: job.path, have },
    cause: failure.cause,
  });
}
