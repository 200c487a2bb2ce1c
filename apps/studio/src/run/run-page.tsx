/** One run: how it goes, its curves, samples and results. */
import { useEffect, useState } from "preact/hooks";
import type { RunDetails } from "../../../../src/studio/api.ts";
import { ChartTools, chartSettings } from "../chart/chart-tools.tsx";
import { addressOf, useAddress } from "../shared/address.ts";
import { Discard } from "../shared/discard.tsx";
import { formatNumber, formatSeconds } from "../shared/format.ts";
import { useRuns } from "../shared/live.ts";
import { Problem, VerdictWord } from "../shared/parts.tsx";
import { fetchRun, fileAddress, resumeRun, stopRun } from "../shared/server.ts";
import { useSweeps } from "../sweep/sweep-list.tsx";
import { Curves } from "./curves.tsx";
import { Facts } from "./facts.tsx";
import { Log } from "./log.tsx";
import { Notes } from "./notes.tsx";
import { Results } from "./results.tsx";
import { Samples } from "./samples.tsx";
import { Verdicts } from "./verdicts.tsx";

/** The page `/run?id=…`. */
export function RunPage() {
  const { query } = useAddress();
  const id = query.get("id") ?? "";
  const live = useRuns([]);
  const summary = live.runs?.get(id);
  const sweeps = useSweeps(live.runs);
  const [details, error] = useDetails(id, summary);
  const settings = chartSettings(query);
  const step = query.get("step") === null ? null : Number(query.get("step"));
  if (details === undefined || details.summary.id !== id) {
    return (
      <main class="page">{error === undefined ? <p>Loading …</p> : <Problem error={error} />}</main>
    );
  }
  const shown = summary ?? details.summary;
  return (
    <main class="page">
      <h1>{id}</h1>
      <p class="state">
        <span class={`status ${shown.status}`}>{shown.status}</span>{" "}
        <VerdictWord verdict={shown.verdict} /> {progressText(shown)}
      </p>
      {shown.reason !== null && <p>{shown.reason}</p>}
      {shown.group !== null && sweeps.includes(shown.group) && (
        <p>
          A run of the sweep <a href={addressOf("/sweep", { id: shown.group })}>{shown.group}</a>.
        </p>
      )}
      {shown.verdict !== null && <p class="quiet">{shown.verdict.evidence}</p>}
      {details.healthActions.map(({ gStep, state, done }) => (
        <p key={gStep}>
          Step {formatNumber(gStep)}, {state}: {done}
        </p>
      ))}
      <Verdicts details={details} version={`${shown.verdict?.state}`} />
      <Actions details={details} />
      <Samples id={id} samples={details.samples} reals={details.reals} step={step} />
      <section>
        <h2>Curves</h2>
        <ChartTools settings={settings} />
        <Curves
          id={id}
          settings={settings}
          step={step}
          version={`${shown.updatedAt} ${shown.gStep}`}
        />
      </section>
      <Results details={details} />
      <Notes key={id} summary={shown} />
      <Facts details={details} />
      <Log id={id} version={`${shown.updatedAt} ${shown.gStep}`} />
    </main>
  );
}

/** The details of a run, asked for again when its summary changes. */
function useDetails(
  id: string,
  summary: RunDetails["summary"] | undefined,
): readonly [RunDetails | undefined, unknown] {
  const [state, setState] = useState<readonly [RunDetails | undefined, unknown]>([
    undefined,
    undefined,
  ]);
  const version = JSON.stringify([
    summary?.status,
    summary?.sample,
    summary?.updatedAt,
    summary?.tags,
  ]);
  useEffect(() => {
    let current = true;
    fetchRun(id).then(
      (details) => current && setState([details, undefined]),
      (error: unknown) => current && setState(([before]) => [before, error]),
    );
    return () => {
      current = false;
    };
  }, [id, version]);
  return state;
}

function progressText({
  gStep,
  steps,
  imagesPerSecond,
  secondsLeft,
  seconds,
}: RunDetails["summary"]) {
  return [
    steps === null
      ? `step ${formatNumber(gStep)}`
      : `step ${formatNumber(gStep)} of ${formatNumber(steps)}`,
    `${formatSeconds(seconds)} of training`,
    imagesPerSecond === null ? "" : `${formatNumber(imagesPerSecond)} images/s`,
    secondsLeft === null ? "" : `${formatSeconds(secondsLeft)} left`,
  ]
    .filter((text) => text !== "")
    .join(", ");
}

/** Stops the run or lets it go on. */
function Actions({ details: { summary, canStop, canResume, hasReport } }: { details: RunDetails }) {
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: unknown }>({
    busy: false,
  });
  const act = (action: (id: string) => Promise<unknown>) => {
    setState({ busy: true });
    action(summary.id).then(
      () => setState({ busy: false }),
      (error: unknown) => setState({ busy: false, error }),
    );
  };
  return (
    <>
      <div class="tools">
        {canStop && (
          <button type="button" disabled={state.busy} onClick={() => act(stopRun)}>
            Save and stop
          </button>
        )}
        {canResume && (
          <button type="button" disabled={state.busy} onClick={() => act(resumeRun)}>
            Go on
          </button>
        )}
        {hasReport && (
          <a
            class="button"
            href={fileAddress(summary.id, "report")}
            target="_blank"
            rel="noreferrer"
          >
            Report
          </a>
        )}
        {!canStop && <Discard ids={[summary.id]} />}
      </div>
      <Problem error={state.error} />
    </>
  );
}
