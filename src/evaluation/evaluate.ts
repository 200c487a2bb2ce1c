/** Measures generated images under one or more protocols. */
import { carryOut, type Evaluation } from "./carry-out.ts";
import { generatedFeatures } from "./generated.ts";
import { needOf } from "./inputs.ts";
import type { EvaluationOptions } from "./options.ts";
import { type Plan, planFor } from "./plan.ts";

/**
 * Measures a subject under each protocol. If there are fewer images than a protocol requires, all available
 * images are used; the protocol is then recorded as `custom (from …)`.
 *
 * @returns an evaluation for each protocol, in their order.
 * @throws EvenkeelError `USAGE` for metrics that cannot be measured here, or if it is stopped; `DATA` for
 *   images that are missing, broken or have a different shape than the real ones.
 */
export async function evaluate(options: EvaluationOptions): Promise<readonly Evaluation[]> {
  const { protocols, openExtractor } = options;
  const plans: Plan[] = [];
  for (const protocol of protocols) plans.push(await planFor(protocol, options));
  const keyOf = ({ protocol }: Plan) => JSON.stringify(protocol.settings.features);
  const done = new Map<Plan, Evaluation>();
  for (const key of new Set(plans.map(keyOf))) {
    const group = plans.filter((plan) => keyOf(plan) === key);
    const extractor = await openExtractor(group[0]!.protocol.settings.features);
    try {
      const planned = group.flatMap(({ protocol }) =>
        options.metrics.map(
          (metric) => [protocol, needOf(metric, protocol.settings, options.subject)] as const,
        ),
      );
      const generated = generatedFeatures(options.subject.source, extractor, planned, options);
      for (const plan of group) {
        done.set(plan, await carryOut(plan, extractor, generated, options));
      }
    } finally {
      await extractor.release();
    }
  }
  return plans.map((plan) => done.get(plan)!);
}
