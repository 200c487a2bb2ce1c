/** The results of evaluations, and the pictures that metrics drew. */
import type { RunDetails, RunEvaluation } from "../../../../src/studio/api.ts";
import { formatNumber } from "../shared/format.ts";
import { fileAddress } from "../shared/server.ts";
import { Picture } from "./samples.tsx";

/** Evaluations, the newest first; those of different protocols apart, since they cannot be compared. */
export function Results({ details }: { details: RunDetails }) {
  const { summary, evaluations, pictures, sentences } = details;
  if (evaluations.length === 0 && pictures.length === 0) return null;
  const protocols = [...new Set(evaluations.map(({ protocol }) => protocol))];
  return (
    <section>
      <h2>Metrics</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}.</p>
      ))}
      {protocols.map((protocol) => {
        const results = evaluations.filter((one) => one.protocol === protocol);
        return <Table key={protocol} caption={results[0]?.protocolText} results={results} />;
      })}
      <div class="pictures">
        {pictures.map((name) => (
          <Picture
            key={name}
            source={fileAddress(summary.id, "picture", { name })}
            caption={name.replace(/\.png$/, "").replaceAll("-", " ")}
          />
        ))}
      </div>
    </section>
  );
}

function Table(props: { caption: string | undefined; results: readonly RunEvaluation[] }) {
  const { caption, results } = props;
  const metrics = [...new Set(results.map(({ metric }) => metric))];
  const steps = [...new Set(results.map(({ gStep }) => gStep))].sort((a, b) => b - a);
  const at = (metric: string, gStep: number) =>
    results.findLast((one) => one.metric === metric && one.gStep === gStep)?.value;
  return (
    <div class="wide">
      <table>
        {caption !== undefined && <caption>{caption}</caption>}
        <thead>
          <tr>
            <th class="number">step</th>
            {metrics.map((metric) => (
              <th key={metric} class="number">
                {metric}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <td class="number">{formatNumber(step)}</td>
              {metrics.map((metric) => {
                const value = at(metric, step);
                return (
                  <td key={metric} class="number">
                    {value === undefined ? "" : formatNumber(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
