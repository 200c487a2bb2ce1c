/** Refuses work that this machine has no memory for, before it begins. */
import { totalmem } from "node:os";
import { refusal } from "../errors.ts";
import { formatBytes } from "../text.ts";

/** What would take memory. */
export interface MemoryNeed {
  /** The option or key that it follows from. */
  readonly where: string;
  /** What takes it, in the plural: `the samples`. */
  readonly what: string;
  readonly bytes: number;
  readonly advice: string;
}

/** The bytes that this process may take: the machine's, or the fewer ones of its container. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * Refuses what takes more than the machine's memory.
 *
 * @throws EvenkeelError `CONFIG`.
 */
export function expectMemory({ where, what, bytes, advice }: MemoryNeed): void {
  const limit = memoryLimit();
  if (bytes <= limit) return;
  throw refusal("CONFIG", {
    where,
    rule: `${what} must fit into ${formatBytes(limit)} of memory`,
    got: `about ${formatBytes(bytes)}`,
    advice,
    details: { bytes, limit },
  });
}
