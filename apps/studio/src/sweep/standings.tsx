/** Where the points of a halved or searched sweep stand. */
import type {
  SweepAnswer,
  SweepGoal,
  SweepPoint,
  SweepRung,
  SweepSearchGroup,
} from "../../../../src/studio/sweeps/answers.ts";
import { formatNumber } from "../shared/format.ts";
import { pointWords } from "./axis-values.ts";

/** The rungs of a halved sweep and the rounds of a search; nothing of any other. */
export function Standings({ sweep }: { sweep: SweepAnswer }) {
  const { halving, search } = sweep;
  return (
    <>
      {halving !== null && (
        <section>
          <h2>Halving</h2>
          <p>
            By {goalWords(halving)}, mean over seeds. At each rung the better part continues, up to
            step {formatNumber(halving.lastStep)}.
          </p>
          <div class="rungs">
            {halving.rungs.map((rung) => (
              <Rung key={rung.step} sweep={sweep} rung={rung} lastStep={halving.lastStep} />
            ))}
          </div>
        </section>
      )}
      {search !== null && (
        <section>
          <h2>Search</h2>
          <p>
            {search.method}, by {goalWords(search)}, mean over seeds.
            {search.rounds > 1 &&
              ` ${search.rounds} rounds; the points of one follow from the results before.`}
          </p>
          {search.groups.map((group) => (
            <Rounds key={group.text} group={group} />
          ))}
        </section>
      )}
    </>
  );
}

const goalWords = ({ metric, mode }: SweepGoal) =>
  `${metric} (${mode === "min" ? "low" : "high"} is good)`;

function Rung(props: { sweep: SweepAnswer; rung: SweepRung; lastStep: number }) {
  const { sweep, lastStep } = props;
  const { step, isDecided, contenders } = props.rung;
  const isLast = step === lastStep;
  const on = contenders.filter(({ fate }) => fate === "on").length;
  const end = isLast ? "the end" : `${on} ${on === 1 ? "continues" : "continue"}`;
  return (
    <div class="wide">
      <table>
        <caption>
          Step {formatNumber(step)}:{" "}
          {contenders.length === 1 ? "1 point" : `${contenders.length} points`},{" "}
          {isDecided ? end : "under way"}
        </caption>
        <thead>
          <tr>
            <th class="number">place</th>
            <th>setting</th>
            <th class="number">value</th>
            {!isLast && <th>then</th>}
          </tr>
        </thead>
        <tbody>
          {contenders.map(({ point, value, fate }, place) => (
            <tr key={point} class={fate === "out" ? "quiet" : undefined}>
              <td class="number">{value === null ? "" : place + 1}</td>
              <th scope="row">{pointWords(sweep, sweep.points[point] as SweepPoint)}</th>
              <td class="number">{value === null ? "–" : formatNumber(value)}</td>
              {!isLast && <td>{{ on: "continues", out: "out", open: "" }[fate]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rounds({ group: { text, rounds } }: { group: SweepSearchGroup }) {
  return (
    <div class="wide">
      <table>
        <caption>{text}</caption>
        <thead>
          <tr>
            <th class="number">round</th>
            <th class="number">points ended</th>
            <th class="number">best so far</th>
            <th>at</th>
          </tr>
        </thead>
        <tbody>
          {rounds.map(({ round, points, ended, best }) => (
            <tr key={round}>
              <td class="number">{round}</td>
              <td class="number">
                {ended} of {points}
              </td>
              <td class="number">{best === null ? "–" : formatNumber(best.value)}</td>
              <td>{best !== null && `p${best.number}: ${best.text}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
