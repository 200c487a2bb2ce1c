/** Worker threads: starting them, receiving their messages, and passing their errors on. */
export { type PackedError, packError, unpackError } from "./errors.ts";
export { runInThread, startThread } from "./thread.ts";
