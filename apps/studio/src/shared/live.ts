/** The runs, kept up to date by the server's events. */
import { useEffect, useState } from "preact/hooks";
import type { RunSummary, StudioEvents } from "../../../../src/studio/api.ts";
import { fetchRuns } from "./server.ts";

/** What is known of all runs. */
export interface LiveRuns {
  /** `undefined` until the first answer. */
  readonly runs: ReadonlyMap<string, RunSummary> | undefined;
  readonly roots: readonly string[];
  /** Whether events arrive: `false` while the server cannot be reached. */
  readonly connected: boolean;
}

/** Milliseconds in which changes are gathered before the page is drawn anew. */
const GATHER = 200;

/** All runs with the values of some config keys, live. After a break everything is asked for anew. */
export function useRuns(keys: readonly string[]): LiveRuns {
  const [state, setState] = useState<LiveRuns>({ runs: undefined, roots: [], connected: true });
  const asked = keys.join("\n");
  useEffect(() => {
    const wanted = asked === "" ? [] : asked.split("\n");
    let runs = new Map<string, RunSummary>();
    let roots: readonly string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setState({ runs: new Map(runs), roots, connected: true });
    };
    const later = () => {
      timer ??= setTimeout(draw, GATHER);
    };
    const source = new EventSource(
      `/api/events?${new URLSearchParams(wanted.map((key) => ["key", key]))}`,
    );
    source.onopen = async () => {
      const list = await fetchRuns(wanted).catch(() => undefined);
      if (list === undefined) return;
      runs = new Map(list.runs.map((run) => [run.id, run]));
      roots = list.roots;
      draw();
    };
    source.onerror = () => setState((before) => ({ ...before, connected: false }));
    on(source, "run", (run) => {
      runs.set(run.id, run);
      later();
    });
    on(source, "gone", ({ id }) => {
      runs.delete(id);
      later();
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [asked]);
  return state;
}

function on<K extends keyof StudioEvents>(
  source: EventSource,
  event: K,
  listener: (data: StudioEvents[K]) => void,
): void {
  source.addEventListener(event, ({ data }) => listener(JSON.parse(data) as StudioEvents[K]));
}
