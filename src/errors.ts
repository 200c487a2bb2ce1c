/**
 * Every error that Evenkeel throws on purpose.
 *
 * The message reads `<where>: <rule>, got <value>`; `advice` is the way out. A caller's mistake is
 * thrown as early as it can be known; a message that starts with `internal:` is a bug of ours.
 */

/** What kind of mistake an {@link EvenkeelError} reports. */
export type ErrorCode =
  | "SHAPE"
  | "GRAPH"
  | "CONFIG"
  | "DATA"
  | "CHECKPOINT"
  | "RUN_FOLDER"
  | "DEVICE"
  | "ENGINE"
  | "DISK"
  | "SLURM"
  | "USAGE";

/** The one error class; told apart by `code`, with the facts of the case in `details`. */
export class EvenkeelError extends Error {
  override readonly name = "EvenkeelError";
  readonly code: ErrorCode;
  /** What the user can do about it, one sentence; shown on the line below the message. */
  readonly advice: string | undefined;
  /** The facts of the case, for programs. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly advice?: string;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice;
    this.details = options.details ?? {};
  }
}

/** The error for a state that only a bug of Evenkeel can reach. */
export function internal(message: string): Error {
  return new Error(`internal: ${message}`);
}
