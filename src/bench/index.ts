/** Measures training iterations, and the same iterations in PyTorch. */
export {
  type Case,
  caseModel,
  cases,
  type Prepared,
  prepareCase,
  randomBatches,
  type Workload,
} from "./cases.ts";
export {
  type Answer,
  type LineCommand,
  type LineProcess,
  startLineProcess,
  startWorker,
} from "./line-process.ts";
export { describeMachine, type Machine } from "./machine.ts";
export { type BenchOptions, type BenchResult, type CaseResult, measure } from "./measure.ts";
export { type Cost, type Profile, profileCase } from "./profile.ts";
export { ALL, DEFAULT_CASE, selectCases } from "./select.ts";
export { median, type PeerTimes, summarize, type Times } from "./statistics.ts";
export { answerRuns, peakMiB, runWorker, say } from "./worker-process.ts";
