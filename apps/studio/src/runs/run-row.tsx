/** One run of the list. */
import type { RunSummary } from "../../../../src/studio/api.ts";
import { addressOf, setQuery } from "../shared/address.ts";
import { formatNumber, formatSeconds } from "../shared/format.ts";
import { VerdictWord } from "../shared/parts.tsx";
import { fileAddress } from "../shared/server.ts";
import type { Column } from "./columns.ts";

/** The row of a run. */
export function RunRow(props: {
  run: RunSummary;
  columns: readonly Column[];
  selected: readonly string[];
}) {
  const { run, columns, selected } = props;
  const isSelected = selected.includes(run.id);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Compare ${run.id}`}
          checked={isSelected}
          onChange={() =>
            setQuery({
              run: isSelected ? selected.filter((id) => id !== run.id) : [...selected, run.id],
            })
          }
        />
      </td>
      <td class="thumb">
        {run.sample !== null && (
          <img
            loading="lazy"
            alt=""
            src={fileAddress(run.id, "sample", { step: `${run.sample}` })}
          />
        )}
      </td>
      {columns.map((column) => (
        <td key={column.key} class={column.isNumber ? "number" : undefined}>
          <Cell run={run} column={column} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ run, column }: { run: RunSummary; column: Column }) {
  if (column.key === "name") {
    return (
      <>
        <a href={addressOf("/run", { id: run.id })}>{run.id}</a>
        {run.tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </>
    );
  }
  if (column.key === "status") return <Status run={run} />;
  if (column.key === "verdict") return <VerdictWord verdict={run.verdict} />;
  return <>{column.text(run)}</>;
}

/** `running`, with its progress and the time that is left. */
function Status({ run: { status, gStep, steps, secondsLeft, reason } }: { run: RunSummary }) {
  return (
    <span class={`status ${status}`} title={reason ?? undefined}>
      {status}
      {status === "running" && steps !== null && (
        <>
          <progress max={steps} value={gStep} aria-label={`step ${gStep} of ${steps}`} />
          <span class="quiet">
            {steps > 0 && `${formatNumber(Math.floor((100 * gStep) / steps))} %`}
            {secondsLeft !== null && `, ${formatSeconds(secondsLeft)} left`}
          </span>
        </>
      )}
    </span>
  );
}
