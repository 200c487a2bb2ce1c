/** Errors as plain data, since class instances do not survive the transfer between threads. */
import { type ErrorCode, EvenkeelError } from "../errors.ts";

/** An error as plain data. */
export interface PackedError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: ErrorCode | undefined;
  readonly advice: string | undefined;
  readonly details: EvenkeelError["details"];
}

/** Converts an error to plain data. */
export function packError(error: unknown): PackedError {
  const known = error instanceof EvenkeelError ? error : undefined;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    message,
    stack,
    code: known?.code,
    advice: known?.advice,
    details: known?.details ?? {},
  };
}

/** Restores the error that {@link packError} converted. */
export function unpackError({ message, stack, code, advice, details }: PackedError): Error {
  const error =
    code === undefined ? new Error(message) : new EvenkeelError(code, message, { details, advice });
  if (stack !== undefined) error.stack = stack;
  return error;
}
