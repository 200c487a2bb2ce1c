/** Where the runs of a sweep stand. */
import { useState } from "preact/hooks";
import type { SweepAnswer, SweepRunAnswer } from "../../../../src/studio/sweeps/answers.ts";
import { addressOf, setQuery } from "../shared/address.ts";
import { formatNumber, formatSeconds } from "../shared/format.ts";
import { pointWords } from "./axis-values.ts";

/** Rows that are drawn before the rest is asked for, and runs of a sweep whose table is unfolded. */
const [ROWS, UNFOLDED] = [100, 12];

/** How many runs are in each state, and a table of them; a state can be chosen. */
export function States({ sweep, state }: { sweep: SweepAnswer; state: string | null }) {
  const { runs, counts } = sweep;
  const [most, setMost] = useState(ROWS);
  const [open, setOpen] = useState(state !== null || runs.length <= UNFOLDED);
  const some = state === null ? runs : runs.filter((run) => run.state === state);
  const done = runs.reduce((sum, run) => sum + Math.min(run.gStep, run.steps), 0);
  const all = runs.reduce((sum, run) => sum + run.steps, 0);
  return (
    <section class="states" aria-label="Runs">
      <div class="tools">
        <span>{runs.length === 1 ? "1 run" : `${formatNumber(runs.length)} runs`}:</span>
        {counts.map((one) => (
          <button
            key={one.state}
            type="button"
            aria-pressed={one.state === state}
            title={one.state === state ? "Show all runs" : "Show these runs only"}
            onClick={() => {
              setQuery({ state: one.state === state ? null : one.state });
              setOpen(true);
            }}
          >
            {formatNumber(one.count)} <span class={`status ${one.state}`}>{one.state}</span>
          </button>
        ))}
        <progress max={all} value={done} aria-hidden="true" />
        <span class="quiet">
          {formatNumber(Math.floor((100 * done) / Math.max(1, all)))} % of all steps
        </span>
      </div>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{state === null ? "All runs" : `Only runs that are ${state}`}</summary>
        {open && (
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th>run</th>
                  <th>state</th>
                  <th class="number">step</th>
                  <th>setting</th>
                  <th class="number">seed</th>
                  <th>reason</th>
                </tr>
              </thead>
              <tbody>
                {some.slice(0, most).map((run) => (
                  <Row key={run.name} sweep={sweep} run={run} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {open && some.length > most && (
          <button type="button" onClick={() => setMost(most + ROWS)}>
            Show {Math.min(ROWS, some.length - most)} more
          </button>
        )}
      </details>
    </section>
  );
}

function Row({ sweep, run }: { sweep: SweepAnswer; run: SweepRunAnswer }) {
  const { name, state, gStep, steps, seed, secondsLeft, reason } = run;
  const point = sweep.points[run.point];
  const left = secondsLeft === null ? [] : [`${formatSeconds(secondsLeft)} left`];
  const why = state === "done" || reason === null ? [] : [reason];
  return (
    <tr>
      <th scope="row">
        <RunLink run={run}>{name}</RunLink>
      </th>
      <td>
        <span class={`status ${state}`}>{state}</span>
      </td>
      <td class="number">
        {formatNumber(gStep)} of {formatNumber(steps)}
      </td>
      <td>{point && pointWords(sweep, point)}</td>
      <td class="number">{seed}</td>
      <td>{[...left, ...why].join(", ")}</td>
    </tr>
  );
}

/** A link to the page of a run, if it has begun. */
export function RunLink({ run, children }: { run: SweepRunAnswer; children: string }) {
  return run.id === null ? (
    <span>{children}</span>
  ) : (
    <a href={addressOf("/run", { id: run.id })}>{children}</a>
  );
}
