/** Errors as plain data: class instances do not survive the way between threads. */
import { type ErrorCode, EvenkeelError } from "../errors.ts";

/** An error as data. */
export interface PackedError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: ErrorCode | undefined;
  readonly advice: string | undefined;
}

/** An error as plain data. */
export function packError(error: unknown): PackedError {
  const known = error instanceof EvenkeelError ? error : undefined;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message, stack, code: known?.code, advice: known?.advice };
}

/** The error that {@link packError} packed. */
export function unpackError({ message, stack, code, advice }: PackedError): Error {
  const error =
    code === undefined
      ? new Error(message)
      : new EvenkeelError(code, message, advice === undefined ? {} : { advice });
  if (stack !== undefined) error.stack = stack;
  return error;
}
