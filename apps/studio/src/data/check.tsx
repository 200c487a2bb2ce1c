/** A check of a data set: it is read as a whole, and a grid of its images is drawn. */
import { useEffect, useState } from "preact/hooks";
import type { DataCheck, DataReport } from "../../../../src/studio/api.ts";
import { formatNumber } from "../shared/format.ts";
import { Problem } from "../shared/parts.tsx";
import { checkGridAddress, fetchCheck, startCheck, stopCheck } from "../shared/server.ts";

/** Milliseconds between two looks at how far it is. */
const EVERY = 500;

/** The check of a set with these options; leaving it ends it. */
export function Check(props: { name: string; options: Readonly<Record<string, string>> }) {
  const { name, options } = props;
  const [check, setCheck] = useState<DataCheck>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    let id: string | undefined;
    let timer: ReturnType<typeof setTimeout>;
    const look = (state: DataCheck) => {
      if (!current) return;
      setCheck(state);
      ({ id } = state);
      if (state.state !== "running") return;
      timer = setTimeout(() => fetchCheck(state.id).then(look, setError), EVERY);
    };
    startCheck({ name, options }, round > 0).then(look, setError);
    return () => {
      current = false;
      clearTimeout(timer);
      if (id !== undefined) void stopCheck(id).catch(() => undefined);
    };
  }, [round]);
  if (check === undefined || error !== undefined) return <Problem error={error} />;
  if (check.state === "running") {
    return <p aria-live="polite">{check.progress || "Reading …"}</p>;
  }
  return (
    <>
      {check.state === "failed" ? (
        <Problem error={{ message: check.error, advice: check.advice }} />
      ) : (
        <Report report={check.report} grid={check.hasGrid ? checkGridAddress(check.id) : null} />
      )}
      <p class="tools">
        <button type="button" onClick={() => setRound(round + 1)}>
          Read it again
        </button>
      </p>
    </>
  );
}

function Report({ report, grid }: { report: DataReport; grid: string | null }) {
  const { channels, height, width, channelStatistics } = report;
  const isPoints = report.dtype === "float32";
  const each = (of: (one: DataReport["channelStatistics"][number]) => number) =>
    channelStatistics.map((one) => formatNumber(of(one))).join(", ");
  return (
    <>
      {report.warnings.map((warning) => (
        <p key={warning} class="problem">
          {warning}
        </p>
      ))}
      <div class="claim">
        <dl>
          <dt>source</dt>
          <dd>{report.source}</dd>
          <dt>{isPoints ? "points" : "images"}</dt>
          <dd>
            {formatNumber(report.count)}
            {!isPoints && `, ${channels} × ${height} × ${width}`}
          </dd>
          <dt>range</dt>
          <dd>{report.range.map(formatNumber).join(" … ")}</dd>
          <dt>mean</dt>
          <dd>{each(({ mean }) => mean)}</dd>
          <dt>deviation</dt>
          <dd>{each(({ std }) => std)}</dd>
          <dt>duplicates</dt>
          <dd>{formatNumber(report.duplicates.count)}</dd>
          {!isPoints && (
            <>
              <dt>of one color</dt>
              <dd>{formatNumber(report.blankCount)}</dd>
              <dt>broken</dt>
              <dd>
                {report.broken.length === 0
                  ? "0"
                  : report.broken.map(({ file, reason }) => `${file}: ${reason}`).join("; ")}
              </dd>
            </>
          )}
          <dt>classes</dt>
          <dd>
            {report.classCounts
              .map(({ name, count }) => `${name}: ${formatNumber(count)}`)
              .join(", ")}
          </dd>
        </dl>
        {grid !== null && (
          <img class="grid" src={grid} alt="images of the set, evenly spread over it" />
        )}
      </div>
      {report.notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
    </>
  );
}
