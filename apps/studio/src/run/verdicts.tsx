/** How the verdict on a run changed, and what one may do. */
import { useEffect, useState } from "preact/hooks";
import type { RunDetails, VerdictCourse } from "../../../../src/studio/api.ts";
import { addressOf, setQuery } from "../shared/address.ts";
import { formatNumber, wordsOf } from "../shared/format.ts";
import { fetchVerdicts } from "../shared/server.ts";

const RATES = ["discriminator.optimizer.learningRate", "generator.optimizer.learningRate"];

/**
 * The verdicts in their order; a step leads to the samples of that time.
 *
 * @param version changes when the verdict may have changed.
 */
export function Verdicts({ details, version }: { details: RunDetails; version: string }) {
  const { summary, config, folder } = details;
  const [course, setCourse] = useState<VerdictCourse>();
  useEffect(() => {
    let current = true;
    fetchVerdicts(summary.id).then(
      (found) => current && setCourse(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [summary.id, version]);
  const halved = RATES.flatMap((key) =>
    typeof config[key] === "number" ? [`${key}=${(config[key] as number) / 2}`] : [],
  );
  return (
    <>
      {course !== undefined && course.spans.length > 1 && (
        <ol class="verdicts">
          {course.spans.map(({ state, tone, evidence, from, to }) => (
            <li key={from} title={evidence}>
              <button type="button" onClick={() => setQuery({ step: `${to}` })}>
                step {formatNumber(from)}
                {to !== from && ` to ${formatNumber(to)}`}
              </button>{" "}
              <span class={`verdict ${tone}`}>{wordsOf(state)}</span>
              <span class="hidden">: {evidence}</span>
            </li>
          ))}
        </ol>
      )}
      {course?.tooLong && <p class="quiet">The records are too long to tell how it changed.</p>}
      {summary.verdict?.tone === "bad" && halved.length > 0 && (
        <p>
          <a href={addressOf("/new", { source: `${folder}/config.yaml`, set: halved })}>
            Start again with half of the learning rates
          </a>
        </p>
      )}
    </>
  );
}
