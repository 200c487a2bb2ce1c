/** Where the runs of a sweep are trained: this machine or a Slurm cluster, and how many at once. */
export { evenkeelCommand } from "./command.ts";
export { localExecutor } from "./local.ts";
export { LOCAL, type Place, type PlaceRequest, placeFor, placeToResume } from "./place.ts";
export { type MemoryLimit, memoryShares, withThreads } from "./shares.ts";
