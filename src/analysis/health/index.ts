/** Whether a run is healthy, and what is measured of it while it trains to know that. */

export type { HealthContext } from "./context.ts";
export { aspectsOf, type ImageAspects } from "./image-aspects.ts";
export {
  type Columns,
  type InstrumentOptions,
  type Instruments,
  openInstruments,
} from "./instruments.ts";
export { type HealthRecord, healthRecordOf } from "./record.ts";
export { openResemblance, type Resemblance } from "./resemblance.ts";
export { type VerdictSpan, verdictSpans } from "./spans.ts";
export { states, type Tone, toneOf, type VerdictState, verdictStates } from "./states.ts";
export { thresholds } from "./thresholds.ts";
export {
  type HealthMonitor,
  healthMonitor,
  notFinite,
  storedVerdict,
  type Verdict,
} from "./verdict.ts";
