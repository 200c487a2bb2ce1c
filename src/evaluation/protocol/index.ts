/** The protocols and metrics of a request or a config. */
export {
  configuredProtocol,
  defaultMetrics,
  defaultProtocol,
  type EvaluationConfig,
} from "./defaults.ts";
export { type LeftOut, type ProtocolRequest, requestedProtocols } from "./requested.ts";
