import { reasonOf, systemCode } from "../files/index.ts";

/** Why an attempt to download did not come to its end. */
export interface Failure {
  readonly reason: string;
  /** `refused`: trying again cannot help; `unreachable`: it can if it worked a moment ago. */
  readonly kind: "refused" | "unreachable" | "broken";
  readonly cause?: unknown;
}

/** What to do with a server's answer. */
export type Answer =
  /** Take the body; it begins at this byte of the file. */
  | { readonly take: "body"; readonly start: number }
  /** Throw away what is there and ask for the whole file. */
  | { readonly take: "anew" }
  | { readonly take: "nothing"; readonly failure: Failure };

/**
 * Judges the answer to a request for a file of `bytes` bytes of which `have` are here.
 *
 * The size that the server names must be the expected one, so a log-in page or another file is
 * refused before a byte of it is stored.
 */
export function judgeAnswer(response: Response, have: number, bytes: number): Answer {
  const { status, statusText, headers } = response;
  const refuse = (reason: string): Answer => ({
    take: "nothing",
    failure: { reason, kind: "refused" },
  });
  if (status === 416 && have > 0) return { take: "anew" };
  if (!response.ok) {
    const reason = `the server answers ${status} ${statusText}`.trimEnd();
    const passing = status >= 500 || status === 429 || status === 408;
    return { take: "nothing", failure: { reason, kind: passing ? "broken" : "refused" } };
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") return refuse(`the server sends it encoded as ${encoding}`);

  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const total = status === 206 ? range?.[2] : headers.get("content-length");
  if (total !== null && total !== undefined && total !== "*" && Number(total) !== bytes) {
    return refuse(`the file must have ${bytes} bytes, the server's has ${total}`);
  }
  if (status !== 206) return { take: "body", start: 0 };
  if (range !== null && Number(range[1]) === have) return { take: "body", start: have };
  return have > 0 ? { take: "anew" } : refuse("the server sends a part that was not asked for");
}

/** Puts a failed connection into words. */
export function connectionFailure(error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = systemCode(cause) ?? "";
  const words = reasonOf(cause) || code;
  const unreachable =
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(code) ||
    /CERT|SIGNATURE|ERR_INVALID_URL/.test(code);
  return unreachable
    ? { reason: `the server cannot be reached: ${words}`, kind: "unreachable", cause: error }
    : { reason: `the connection broke: ${words}`, kind: "broken", cause: error };
}
