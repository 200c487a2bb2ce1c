/**
 * The errors that Evenkeel throws on purpose.
 *
 * A message reads `<where>: <rule>, got <value>`; `advice` says what to do about it. A caller's mistake is
 * reported as early as it can be detected. A message that starts with `internal:` reports a bug of
 * Evenkeel itself. Names and contents of files appear in messages: control characters are escaped here,
 * except the line feeds between the lines of a list, and long lines are cut.
 */
import { quoted, quotedLines } from "./text.ts";

/** The kind of mistake that an {@link EvenkeelError} reports. */
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

/** The single error class. `code` gives the kind of error, `details` the facts of the case. */
export class EvenkeelError extends Error {
  override readonly name = "EvenkeelError";
  readonly code: ErrorCode;
  /** What the user can do about it, one sentence; shown on the line below the message. */
  readonly advice: string | undefined;
  /** The facts of the case, for programs; plain data. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly advice?: string | undefined;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(quotedLines(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice === undefined ? undefined : quotedLines(options.advice);
    this.details = options.details ?? {};
  }
}

/** The facts from which {@link refusal} builds an error. */
export interface Refusal {
  /** What is refused: a key, a path, an argument of a function. */
  readonly where: string;
  /** The rule that does not hold, such as `must be at least 1`. */
  readonly rule: string;
  /** The value that was found, cut in the message; a list is shown in brackets. Omitted where the rule needs no value. */
  readonly got?: string | number | boolean | readonly (string | number)[] | undefined;
  readonly advice?: string | undefined;
  readonly cause?: unknown;
  /** Further facts for programs; plain data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An empty text, such as a path, as a message has it. */
const NOTHING = '""';

/**
 * The error `<where>: <rule>, got <value>`. Its `details` have `where`, `rule` and, where there is one,
 * `got`, besides the given ones.
 */
export function refusal(
  code: ErrorCode,
  { where, rule, got, advice, cause, details }: Refusal,
): EvenkeelError {
  const facts = got === undefined ? { where, rule } : { where, rule, got };
  const shown = quoted(Array.isArray(got) ? `[${got.join(", ")}]` : String(got)) || NOTHING;
  const message = `${where || NOTHING}: ${rule}${got === undefined ? "" : `, got ${shown}`}`;
  return new EvenkeelError(code, message, { advice, cause, details: { ...facts, ...details } });
}

/** The error for a state that only a bug of Evenkeel can cause. */
export function internal(message: string): Error {
  return new Error(`internal: ${message}`);
}
