/** The measures that runs of a sweep have come to, each with a name that no other one has. */
import { isShown, type RunValue } from "../../sweeps/folder/index.ts";
import type { SweepMeasure } from "./answers.ts";

/** Digits of a hash that tell it from others. */
const DIGITS = 8;

/** What tells a measure from another one. */
type Measured = Pick<
  RunValue,
  "source" | "measure" | "protocol" | "protocolHash" | "extractor" | "gStep" | "better"
>;

/** The key of a measure: `loss/d @300`, `fid mine 1f8c2a90 @300`. */
export function measureKey({
  measure,
  protocol,
  protocolHash,
  extractor,
  gStep,
}: Measured): string {
  const hashes = [protocolHash, extractor].map((hash) => hash?.slice(0, DIGITS));
  return [measure, protocol, ...hashes, `@${gStep}`].filter(Boolean).join(" ");
}

/** The measures of values, in the order in which they first appear; those that tables show come first. */
export function measuresOf(values: readonly Measured[]): readonly SweepMeasure[] {
  const byKey = new Map(values.map((value) => [measureKey(value), value]));
  const all = [...byKey].map(([key, value]) => {
    const alike = [...byKey.values()].filter(({ measure }) => measure === value.measure);
    return {
      key,
      title: titleOf(value, alike),
      gStep: value.gStep,
      better: value.better,
      isShown: isShown(value),
    };
  });
  return all.sort((a, b) => Number(b.isShown) - Number(a.isShown));
}

/** The title of a measure among those of its name. */
function titleOf(one: Measured, alike: readonly Measured[]): string {
  const { measure, protocol, gStep } = one;
  const settingsOf = ({ protocolHash, extractor }: Measured) =>
    [protocolHash, extractor].flatMap((hash) => hash?.slice(0, DIGITS) ?? []).join(" ");
  const sameProtocol = alike.filter((other) => other.protocol === protocol);
  const hasOtherSettings = new Set(sameProtocol.map(settingsOf)).size > 1;
  const hasOtherSteps = new Set(alike.map((other) => other.gStep)).size > 1;
  return [
    [measure, protocol, hasOtherSettings && settingsOf(one)].filter(Boolean).join(" "),
    ...(hasOtherSteps ? [`step ${gStep}`] : []),
  ].join(", ");
}
