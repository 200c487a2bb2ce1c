/** Whether a run is healthy, and what is measured of it while it trains to know that. */
export {
  type Columns,
  healthRecordOf,
  type InstrumentOptions,
  type Instruments,
  openInstruments,
} from "./instruments.ts";
export {
  type HealthContext,
  type HealthMonitor,
  type HealthRecord,
  healthMonitor,
  notFinite,
  thresholds,
  type Verdict,
  type VerdictState,
  verdictStates,
} from "./verdict.ts";
