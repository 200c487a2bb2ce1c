/** The sweeps that the studio shows, from their folders. */
export type * from "./answers.ts";
export { readSweep } from "./sweep.ts";
