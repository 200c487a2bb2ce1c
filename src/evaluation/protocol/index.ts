/** Which protocols and metrics are meant. */
export {
  configuredProtocol,
  defaultMetrics,
  defaultProtocol,
  type EvaluationConfig,
} from "./defaults.ts";
export { type LeftOut, type ProtocolRequest, requestedProtocols } from "./requested.ts";
