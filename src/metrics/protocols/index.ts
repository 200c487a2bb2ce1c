/** Protocols: everything that decides what the number of a metric means, as named objects. */
export { customProtocol, type ProtocolChanges } from "./custom.ts";
export {
  type ClassSlice,
  canonicalText,
  classSlices,
  type Protocol,
  type ProtocolSettings,
  type RealSplit,
  type Rounding,
  roundings,
} from "./protocol.ts";
export { type ProtocolName, protocolNames, protocolOf, protocols } from "./registry.ts";
