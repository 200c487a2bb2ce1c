/** Worker threads: started, listened to, and their errors handed on as errors. */
export { type PackedError, packError, unpackError } from "./errors.ts";
export { runInThread, startThread } from "./thread.ts";
