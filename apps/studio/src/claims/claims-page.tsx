/** The papers' claims, each with what its tests came to. */
import { useEffect, useState } from "preact/hooks";
import type { ClaimEntry, ClaimList, ClaimOutcome } from "../../../../src/studio/api.ts";
import { addressOf, setQuery, useAddress } from "../shared/address.ts";
import { formatSeconds } from "../shared/format.ts";
import { Problem } from "../shared/parts.tsx";
import { claimFileAddress, fetchClaims } from "../shared/server.ts";

/** What stands in the choice for claims of any verdict. */
const ANY = "";
const NOT_TESTED = "not tested";

/** The page `/claims?verdict=…&scale=…`. */
export function ClaimsPage() {
  const { query } = useAddress();
  const [list, setList] = useState<ClaimList>();
  const [error, setError] = useState<unknown>();
  useEffect(() => void fetchClaims().then(setList, setError), []);
  if (list === undefined) {
    return (
      <main class="page">{error === undefined ? <p>Loading …</p> : <Problem error={error} />}</main>
    );
  }
  const { claims, about } = list;
  const scales = Object.keys(about);
  const scale = query.get("scale") ?? scales[0] ?? "small";
  const wanted = query.get("verdict") ?? ANY;
  const told = claims.map((claim) => ({
    claim,
    result: claim.results.find((one) => one.scale === scale),
  }));
  const verdictOf = (result: ClaimOutcome | undefined) => result?.verdict.name ?? NOT_TESTED;
  const verdicts = [...new Set(told.map(({ result }) => verdictOf(result)))];
  const shown = told.filter(({ result }) => wanted === ANY || verdictOf(result) === wanted);
  const papers = [...new Set(shown.map(({ claim }) => claim.title))];
  return (
    <main class="page">
      <h1>Claims of the papers</h1>
      <p>{about[scale] ?? `None of ${claims.length} claims has been tested here.`}</p>
      <div class="tools">
        <label>
          verdict{" "}
          <select
            value={wanted}
            onChange={({ currentTarget: { value } }) => setQuery({ verdict: value || null })}
          >
            <option value={ANY}>any</option>
            {verdicts.map((verdict) => (
              <option key={verdict}>{verdict}</option>
            ))}
          </select>
        </label>
        {scales.length > 1 && (
          <label>
            scale{" "}
            <select
              value={scale}
              onChange={({ currentTarget: { value } }) => setQuery({ scale: value })}
            >
              {scales.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      {papers.map((paper) => (
        <section key={paper}>
          <h2>{paper}</h2>
          {shown
            .filter(({ claim }) => claim.title === paper)
            .map(({ claim, result }) => (
              <ClaimCard key={claim.name} claim={claim} result={result} />
            ))}
        </section>
      ))}
    </main>
  );
}

function ClaimCard({ claim, result }: { claim: ClaimEntry; result: ClaimOutcome | undefined }) {
  return (
    <article class="claim" id={claim.name}>
      <div>
        <h3>
          {claim.name}, {claim.where}{" "}
          <span class={`verdict ${result?.verdict.tone ?? ""}`}>
            {result?.verdict.name ?? NOT_TESTED}
          </span>
        </h3>
        <p>{claim.claimed}</p>
        <dl>
          <dt>criterion</dt>
          <dd>{claim.criterion}</dd>
          {claim.published !== null && (
            <>
              <dt>published</dt>
              <dd>{claim.published}</dd>
            </>
          )}
          {result === undefined ? (
            <>
              <dt>to test it</dt>
              <dd>
                <code>{claim.command}</code>
              </dd>
            </>
          ) : (
            <Outcome result={result} />
          )}
        </dl>
      </div>
      {result !== undefined && result.figure !== null && (
        <img src={claimFileAddress(result.id, "figure")} alt={result.figure} loading="lazy" />
      )}
    </article>
  );
}

function Outcome({ result }: { result: ClaimOutcome }) {
  const { parts, measured, toDecide, data, runs, seconds, at, id, hasPage } = result;
  return (
    <>
      {parts.length > 1 ? (
        parts.map((part) => (
          <>
            <dt>{part.name}</dt>
            <dd>
              <span class={`verdict ${part.verdict.tone}`}>{part.verdict.name}</span>:{" "}
              {part.measured}
            </dd>
          </>
        ))
      ) : (
        <>
          <dt>measured</dt>
          <dd>{measured}</dd>
        </>
      )}
      {toDecide !== null && (
        <>
          <dt>to decide it</dt>
          <dd>{toDecide}</dd>
        </>
      )}
      {data.length > 0 && (
        <>
          <dt>images</dt>
          <dd>{data.join("; ")}</dd>
        </>
      )}
      <dt>took</dt>
      <dd>
        {runs > 0 && `${runs} runs, `}
        {formatSeconds(seconds)}, on {at.slice(0, 10)}
        {hasPage && (
          <>
            {": "}
            <a href={claimFileAddress(id, "page")} target="_blank" rel="noreferrer">
              all of it
            </a>
          </>
        )}
        {runs > 0 && (
          <>
            {", "}
            <a href={addressOf("/", { q: id })}>its runs</a>
          </>
        )}
      </dd>
    </>
  );
}
