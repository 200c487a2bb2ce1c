/** What a sweep would cost, from a few measured steps of each kind of run. */
import type { WorkProgress } from "../../files/index.ts";
import { type Forecast, startTraining } from "../../training/index.ts";
import { costClasses, type ExpandedRun, type ExpandedSweep, halvedCost } from "../plan/index.ts";

/** Kinds of runs that are measured: those that most runs are of. */
const MOST_MEASURED = 4;

/** Callbacks while kinds of runs are measured. */
export interface ForecastCallbacks {
  /** Aborted: measuring stops. */
  readonly signal?: AbortSignal;
  /** Called before a kind is measured. */
  readonly onKind?: (kind: MeasuredKind) => void;
  readonly onData?: (progress: WorkProgress) => void;
}

/** A kind of runs that is measured. */
export interface MeasuredKind {
  /** The run that is measured for all of the kind. */
  readonly run: ExpandedRun;
  /** How many runs are of the kind. */
  readonly runs: number;
  /** Its place among the measured kinds, from 0, and how many these are. */
  readonly index: number;
  readonly kinds: number;
}

/** What the runs of a sweep would cost. */
export interface SweepForecast {
  /** In the order of the sweep: seconds of training alone, to its end; `null` where not measured. */
  readonly runs: readonly { readonly run: ExpandedRun; readonly seconds: number | null }[];
  /** Seconds of training of all measured runs together, of all rounds, and fewer where the sweep is halved. */
  readonly seconds: number;
  /** How many rounds a search has, each of as many runs as are listed. */
  readonly rounds: number;
  /** What was not measured. */
  readonly unmeasured: { readonly runs: number; readonly kinds: number };
  /** How many points go to each rung, and which share of all steps is trained; `null` unless halved. */
  readonly halving: {
    readonly rungs: readonly { readonly step: number; readonly points: number }[];
    readonly share: number;
  } | null;
}

/**
 * Measures a few steps of the kinds of runs that most runs are of, one after the other.
 *
 * @returns `undefined` when the signal stopped it.
 * @throws EvenkeelError as training would.
 */
export async function forecastSweep(
  { runs, halving, search }: ExpandedSweep,
  callbacks: ForecastCallbacks = {},
): Promise<SweepForecast | undefined> {
  const classes = costClasses(runs);
  const measured = classes.slice(0, MOST_MEASURED);
  const seconds = new Map<ExpandedRun, number>();
  for (const [index, kind] of measured.entries()) {
    const run = kind.runs[0] as ExpandedRun;
    callbacks.onKind?.({ run, runs: kind.runs.length, index, kinds: measured.length });
    const forecast = await measure(run, callbacks);
    if (forecast === undefined) return undefined;
    for (const one of kind.runs) seconds.set(one, (forecast.iterationMs * one.config.steps) / 1000);
  }
  const halved = halving && halvedCost(halving, new Set(runs.map(({ point }) => point)).size);
  const rounds = search?.rounds ?? 1;
  const whole = rounds * [...seconds.values()].reduce((sum, one) => sum + one, 0);
  return {
    runs: runs.map((run) => ({ run, seconds: seconds.get(run) ?? null })),
    seconds: (halved?.share ?? 1) * whole,
    rounds,
    unmeasured: {
      runs: rounds * (runs.length - seconds.size),
      kinds: classes.length - measured.length,
    },
    halving: halving &&
      halved && {
        rungs: halved.counts.map((points, i) => ({ step: halving.rungs[i] as number, points })),
        share: halved.share,
      },
  };
}

async function measure(
  { config }: ExpandedRun,
  { signal, onData }: ForecastCallbacks,
): Promise<Forecast | undefined> {
  let forecast: Forecast | undefined;
  const training = startTraining({ kind: "dry-run", config }, (message) => {
    if (message.type === "data") onData?.(message.progress);
    else if (message.type === "forecast") forecast = message.forecast;
  });
  const stop = () => training.stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await training.finished;
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  return signal?.aborted ? undefined : forecast;
}
