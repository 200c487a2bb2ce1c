/** One sweep: where its runs stand, what came of them, and how that goes with its axes. */
import type { SweepAnswer, SweepMeasure } from "../../../../src/studio/sweeps/answers.ts";
import { setQuery, useAddress } from "../shared/address.ts";
import { Problem } from "../shared/parts.tsx";
import { choicesOf, directionOf, mainMeasure } from "./axis-values.ts";
import { Choose } from "./choose.tsx";
import { Parallel } from "./parallel.tsx";
import { Results } from "./results.tsx";
import { Scatter } from "./scatter.tsx";
import { Standings } from "./standings.tsx";
import { States } from "./states.tsx";
import "./sweep.css";
import { useSweep } from "./use-sweep.ts";
import { Wall } from "./wall.tsx";

/** The page `/sweep?id=…`. */
export function SweepPage() {
  const { query } = useAddress();
  const { sweep, refused } = useSweep(query.get("id") ?? "");
  return (
    <main class="page">
      <Problem error={refused} />
      {sweep !== undefined && <Sweep sweep={sweep} query={query} />}
      {sweep === undefined && refused === undefined && <p>Loading …</p>}
    </main>
  );
}

/** The order of results without a choice: by what points are compared by, the best first, or that of the sweep. */
function usualSort(sweep: SweepAnswer, measure: SweepMeasure | undefined): string {
  if (measure === undefined || (sweep.halving ?? sweep.search) === null) return "";
  return directionOf(sweep, measure) === "higher" ? `-${measure.key}` : measure.key;
}

function Sweep({ sweep, query }: { sweep: SweepAnswer; query: URLSearchParams }) {
  const choices = choicesOf(sweep);
  const usual = mainMeasure(sweep);
  const measure = sweep.measures.find(({ key }) => key === query.get("y")) ?? usual;
  return (
    <>
      <h1>{sweep.id}</h1>
      {sweep.problem !== null && <Problem error={{ message: sweep.problem }} />}
      <States sweep={sweep} state={query.get("state")} />
      <Standings sweep={sweep} />
      {measure === undefined ? (
        <section>
          <h2>Results</h2>
          <p>There are results once a run has ended.</p>
        </section>
      ) : (
        <>
          <Results
            sweep={sweep}
            chosen={query.getAll("measure")}
            sort={query.get("sort") ?? usualSort(sweep, usual)}
          />
          <section>
            <h2>Settings and results</h2>
            <div class="tools">
              <Choose
                label="Measure"
                name="y"
                value={measure.key}
                usual={usual?.key ?? ""}
                options={sweep.measures.map(({ key, title }) => [key, title])}
              />
              <label>
                <input
                  type="checkbox"
                  checked={query.get("log") === "1"}
                  onChange={({ currentTarget: { checked } }) =>
                    setQuery({ log: checked ? "1" : null })
                  }
                />{" "}
                logarithmic
              </label>
            </div>
            <Scatter {...{ sweep, measure, choices, query }} />
            <Parallel {...{ sweep, measure, choices, query }} />
          </section>
        </>
      )}
      <Wall {...{ sweep, measure, choices, query }} />
      <section>
        <h2>Folder and commands</h2>
        <p>{sweep.folder}</p>
        <pre>{sweep.commands.join("\n")}</pre>
      </section>
    </>
  );
}
