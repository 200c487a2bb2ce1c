/** The runs, kept up to date by the server's events. */
import { useEffect, useState } from "preact/hooks";
import type { RunSummary, StudioEvents } from "../../../../src/studio/api.ts";
import { noteReachable } from "./connection.tsx";
import { fetchRuns } from "./server.ts";

/** What is known of all runs. */
export interface LiveRuns {
  /** `undefined` until the first answer. */
  readonly runs: ReadonlyMap<string, RunSummary> | undefined;
  readonly roots: readonly string[];
}

/** Milliseconds in which changes are gathered before the page is drawn anew. */
const GATHER = 200;

/** A change of what is known. */
type Change = (runs: Map<string, RunSummary>) => void;

/** All runs with the values of some config keys, live. After a break everything is asked for anew. */
export function useRuns(keys: readonly string[]): LiveRuns {
  const [state, setState] = useState<LiveRuns>({ runs: undefined, roots: [] });
  const asked = keys.join("\n");
  useEffect(() => {
    const wanted = asked === "" ? [] : asked.split("\n");
    let runs = new Map<string, RunSummary>();
    let roots: readonly string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setState({ runs: new Map(runs), roots });
    };
    // a list may have been made before the changes that come while it is on its way
    const underway = new Set<Change[]>();
    const change = (apply: Change) => {
      apply(runs);
      for (const missed of underway) missed.push(apply);
      timer ??= setTimeout(draw, GATHER);
    };
    const source = new EventSource(
      `/api/events?${new URLSearchParams(wanted.map((key) => ["key", key]))}`,
    );
    source.onopen = async () => {
      noteReachable(true);
      const missed: Change[] = [];
      underway.add(missed);
      const list = await fetchRuns(wanted).catch(() => undefined);
      underway.delete(missed);
      if (list === undefined) return;
      runs = new Map(list.runs.map((run) => [run.id, run]));
      for (const apply of missed) apply(runs);
      roots = list.roots;
      draw();
    };
    source.onerror = () => noteReachable(false);
    on(source, "run", (run) => change((all) => all.set(run.id, run)));
    on(source, "gone", ({ id }) => change((all) => all.delete(id)));
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
