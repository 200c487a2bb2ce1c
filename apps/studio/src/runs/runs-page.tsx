/** All runs as a table that is filtered, sorted and grouped. */
import { useMemo, useRef, useState } from "preact/hooks";
import type { RunSummary } from "../../../../src/studio/api.ts";
import { addressOf, setQuery, useAddress } from "../shared/address.ts";
import { Discard } from "../shared/discard.tsx";
import { useRuns } from "../shared/live.ts";
import { fetchKeys } from "../shared/server.ts";
import { useKeys } from "../shared/window-events.ts";
import { SweepList, useSweeps } from "../sweep/sweep-list.tsx";
import { type Column, chosenColumn, commonMetrics, FIXED, sortRuns } from "./columns.ts";
import { readFilter, runValue } from "./filter.ts";
import { RunRow } from "./run-row.tsx";

/** Rows that are drawn before the rest is asked for, and metrics that are shown without being asked. */
const [ROWS, METRICS] = [200, 2];

/** The page `/`. */
export function RunsPage() {
  const { query } = useAddress();
  const filterText = query.get("q") ?? "";
  const filter = useMemo(() => readFilter(filterText), [filterText]);
  const chosen = query.getAll("column");
  const group = query.get("group") ?? "";
  const sort = query.get("sort") ?? "-started";
  const selected = query.getAll("run");
  const groupKeys = group === "" || group === "experiment" ? [] : [group];
  const live = useRuns([...new Set([...filter.keys, ...chosen, ...groupKeys])].sort());
  const [most, setMost] = useState(ROWS);
  const box = useFilterKey();
  const sweeps = useSweeps(live.runs);

  if (live.runs === undefined) {
    return (
      <main class="page">
        <p>Loading …</p>
      </main>
    );
  }
  const all = [...live.runs.values()];
  const columns = [
    ...FIXED,
    ...(chosen.length > 0 ? chosen : commonMetrics(all, METRICS)).map(chosenColumn),
  ];
  const descending = sort.startsWith("-");
  const by = columns.find(({ key }) => key === sort.replace(/^-/, "")) ?? (FIXED.at(-1) as Column);
  const wanted = all.filter(
    (run) => filter.matches(run) && (!run.archived || /\barchived\b/.test(filterText)),
  );
  const rows = sortRuns(wanted, by, descending);
  const sections = grouped(rows.slice(0, most), group);

  return (
    <main class="page">
      <div class="tools">
        <input
          ref={box}
          type="search"
          placeholder="Filter: words, key=value, step>1000"
          aria-label="Filter runs"
          value={filterText}
          onInput={({ currentTarget: { value } }) => setQuery({ q: value === "" ? null : value })}
        />
        <ColumnChooser chosen={chosen} />
        <label>
          Group by{" "}
          <select
            value={group}
            onChange={({ currentTarget: { value } }) => setQuery({ group: value || null })}
          >
            <option value="">nothing</option>
            <option value="experiment">experiment or sweep</option>
            {[...new Set([...chosen, ...groupKeys])].map((key) => (
              <option key={key} value={key}>
                {key}
              </option>
            ))}
          </select>
        </label>
        {selected.length > 0 && (
          <a class="button" href={addressOf("/compare", { run: selected })}>
            Compare {selected.length}
          </a>
        )}
        <Discard ids={selected} onDone={() => setQuery({ run: null })} />
      </div>
      <SweepList sweeps={sweeps} runs={all} />
      <p class="count" aria-live="polite">
        {rows.length === all.length ? `${all.length} runs` : `${rows.length} of ${all.length} runs`}
      </p>
      {all.length === 0 ? (
        <Nothing roots={live.roots} />
      ) : (
        <div class="wide">
          <table class="runs">
            <thead>
              <tr>
                <th>
                  <span class="hidden">compare</span>
                </th>
                <th>
                  <span class="hidden">samples</span>
                </th>
                {columns.map((column) => (
                  <Head key={column.key} column={column} sort={sort} />
                ))}
              </tr>
            </thead>
            {sections.map(([name, runs]) => (
              <tbody key={name}>
                {group !== "" && (
                  <tr class="section">
                    <th colSpan={columns.length + 2} scope="rowgroup">
                      {group === "experiment" && sweeps.includes(name) ? (
                        <a href={addressOf("/sweep", { id: name })}>{name}</a>
                      ) : (
                        name || "none"
                      )}{" "}
                      <span class="quiet">{runs.length}</span>{" "}
                      {name !== "" && runs.length > 1 && (
                        <a href={addressOf("/compare", { run: runs.map(({ id }) => id) })}>
                          compare
                        </a>
                      )}
                    </th>
                  </tr>
                )}
                {runs.map((run) => (
                  <RunRow key={run.id} run={run} columns={columns} selected={selected} />
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {rows.length > most && (
        <button type="button" onClick={() => setMost(most + ROWS)}>
          Show {Math.min(ROWS, rows.length - most)} more
        </button>
      )}
    </main>
  );
}

/** A head that sorts: numbers and times descending first. */
function Head({ column: { key, title, isNumber }, sort }: { column: Column; sort: string }) {
  const is = sort.replace(/^-/, "") === key;
  const descending = sort.startsWith("-");
  const first = isNumber || key === "started" ? `-${key}` : key;
  const next = is ? (descending ? key : `-${key}`) : first;
  const order = !is ? "none" : descending ? "descending" : "ascending";
  return (
    <th aria-sort={order} class={isNumber ? "number" : undefined}>
      <button type="button" class="head" onClick={() => setQuery({ sort: next })}>
        {title}
        {is ? (descending ? " ↓" : " ↑") : ""}
      </button>
    </th>
  );
}

/** Adds and removes columns of config keys, measures and metrics. */
function ColumnChooser({ chosen }: { chosen: readonly string[] }) {
  const [keys, setKeys] = useState<readonly string[]>([]);
  return (
    <details
      class="chooser"
      onToggle={({ currentTarget: { open } }) => {
        if (open) fetchKeys().then(setKeys, () => undefined);
      }}
    >
      <summary>Columns</summary>
      <div>
        <input
          list="keys"
          placeholder="config key, measure or metric"
          aria-label="Add a column"
          onChange={({ currentTarget }) => {
            const key = currentTarget.value.trim();
            if (key !== "" && !chosen.includes(key)) setQuery({ column: [...chosen, key] });
            currentTarget.value = "";
          }}
        />
        <datalist id="keys">
          {keys.map((key) => (
            <option key={key} value={key} />
          ))}
        </datalist>
        {chosen.map((key) => (
          <button
            key={key}
            type="button"
            title="Remove this column"
            onClick={() => setQuery({ column: chosen.filter((one) => one !== key) })}
          >
            {key} ×
          </button>
        ))}
      </div>
    </details>
  );
}

function Nothing({ roots }: { roots: readonly string[] }) {
  return (
    <section>
      <h2>No runs yet</h2>
      <p>There is no run below {roots.join(", ")}. Start one, and it appears here:</p>
      <pre>npx evenkeel train quickstart</pre>
      <p>Runs elsewhere are shown with:</p>
      <pre>npx evenkeel studio --runs FOLDER</pre>
    </section>
  );
}

/** Runs by the value of a key, in the order of their first. */
function grouped(
  runs: readonly RunSummary[],
  key: string,
): readonly (readonly [string, readonly RunSummary[]])[] {
  if (key === "") return [["", runs]];
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const value = key === "experiment" ? (run.group ?? "") : `${runValue(run, key) ?? ""}`;
    groups.set(value, [...(groups.get(value) ?? []), run]);
  }
  return [...groups];
}

/** The filter's box, which / puts the cursor into. */
function useFilterKey() {
  const box = useRef<HTMLInputElement>(null);
  useKeys((event) => {
    if (event.key !== "/") return;
    event.preventDefault();
    box.current?.focus();
  });
  return box;
}
