/** The sweeps that there are, as links. */
import { useEffect, useState } from "preact/hooks";
import type { RunSummary } from "../../../../src/studio/api.ts";
import { addressOf } from "../shared/address.ts";
import { fetchSweeps } from "../shared/server.ts";

/** Sweeps that are named before the rest is asked for. */
const MOST = 6;

/** The `id`s of all sweeps, asked for again when there are other groups of runs. */
export function useSweeps(runs: ReadonlyMap<string, RunSummary> | undefined): readonly string[] {
  const [sweeps, setSweeps] = useState<readonly string[]>([]);
  const groups = [...new Set([...(runs?.values() ?? [])].map(({ group }) => group))]
    .sort()
    .join("\n");
  useEffect(() => {
    let current = true;
    fetchSweeps().then(
      (found) => current && setSweeps(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [groups]);
  return sweeps;
}

/** A line of links to sweeps, the newest names first; nothing if there are none. */
export function SweepList(props: { sweeps: readonly string[]; runs: readonly RunSummary[] }) {
  const [all, setAll] = useState(false);
  const sweeps = [...props.sweeps].sort().reverse();
  if (sweeps.length === 0) return null;
  const shown = all ? sweeps : sweeps.slice(0, MOST);
  return (
    <p class="sweeps">
      {sweeps.length === 1 ? "Sweep: " : "Sweeps: "}
      {shown.map((id, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <a href={addressOf("/sweep", { id })}>{id}</a>
          <span class="quiet">{runningWords(props.runs, id)}</span>
        </span>
      ))}{" "}
      {shown.length < sweeps.length && (
        <button type="button" onClick={() => setAll(true)}>
          {sweeps.length - shown.length} more
        </button>
      )}
    </p>
  );
}

function runningWords(runs: readonly RunSummary[], id: string): string {
  const own = runs.filter(({ group }) => group === id);
  const running = own.filter(({ status }) => status === "running").length;
  return running > 0 ? ` ${running} running` : "";
}
