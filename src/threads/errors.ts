/** Errors as plain data, since class instances do not survive the transfer between threads. */
import { type ErrorCode, EvenkeelError } from "../errors.ts";

/** An error as plain data. */
export interface PackedError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: ErrorCode | undefined;
  /** Of an error of the system: what it is known by. */
  readonly system: Pick<NodeJS.ErrnoException, "code" | "syscall" | "path">;
  readonly advice: string | undefined;
  readonly details: EvenkeelError["details"];
}

/** Converts an error to plain data. */
export function packError(error: unknown): PackedError {
  const known = error instanceof EvenkeelError ? error : undefined;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const { code, syscall, path } = Object(known === undefined ? error : {}) as NodeJS.ErrnoException;
  return {
    message,
    stack,
    code: known?.code,
    system: {
      ...(code !== undefined && { code }),
      ...(syscall !== undefined && { syscall }),
      ...(path !== undefined && { path }),
    },
    advice: known?.advice,
    details: known?.details ?? {},
  };
}

/** Restores the error that {@link packError} converted. */
export function unpackError(packed: PackedError): Error {
  const { message, stack, code, advice, details, system } = packed;
  const error =
    code === undefined
      ? Object.assign(new Error(message), system)
      : new EvenkeelError(code, message, { details, advice });
  if (stack !== undefined) error.stack = stack;
  return error;
}
