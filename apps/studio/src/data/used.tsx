/** The data that runs are trained on. */
import type { UsedData } from "../../../../src/studio/api.ts";
import { addressOf } from "../shared/address.ts";
import { formatBytes, formatNumber } from "../shared/format.ts";
import { fileAddress } from "../shared/server.ts";

/** Runs that are named; of more the number is told. */
const NAMED = 5;

/** Each set of files, with its images, its classes and its runs. */
export function Used({ used }: { used: readonly UsedData[] }) {
  return (
    <section>
      <h2>Trained on</h2>
      {used.length === 0 && <p class="quiet">No run here says what it is trained on.</p>}
      {used.map((data, i) => (
        <article class="claim" key={i}>
          <div>
            <h3>{data.name}</h3>
            <dl>
              <dt>from</dt>
              <dd>{data.source}</dd>
              <dt>images</dt>
              <dd>
                {formatNumber(data.count)}
                {data.heldOut > 0 && `, and ${formatNumber(data.heldOut)} held out`}
              </dd>
              {data.files !== null && (
                <>
                  <dt>files</dt>
                  <dd>
                    {formatNumber(data.files.count)}, {formatBytes(data.files.bytes)}
                  </dd>
                </>
              )}
              {data.classes.length > 1 && (
                <>
                  <dt>classes</dt>
                  <dd>
                    {data.classes
                      .map(({ name, count }) => `${name}: ${formatNumber(count)}`)
                      .join(", ")}
                  </dd>
                </>
              )}
              <dt>runs</dt>
              <dd>
                {data.runs.slice(0, NAMED).map((id, place) => (
                  <>
                    {place > 0 && ", "}
                    <a href={addressOf("/run", { id })}>{id}</a>
                  </>
                ))}
                {data.runs.length > NAMED && ` and ${data.runs.length - NAMED} more`}
              </dd>
            </dl>
            {data.notes.map((note) => (
              <p key={note} class="quiet">
                {note}
              </p>
            ))}
          </div>
          {data.reals !== null && (
            <img
              class="grid"
              src={fileAddress(data.reals, "reals")}
              alt={`images of ${data.name}`}
              loading="lazy"
            />
          )}
        </article>
      ))}
    </section>
  );
}
