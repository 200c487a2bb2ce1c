/** Small parts that several pages have. */
import type { RunVerdict } from "../../../../src/studio/api.ts";
import { wordsOf } from "./format.ts";

/** A verdict in a word, with its evidence. */
export function VerdictWord({ verdict }: { verdict: RunVerdict | null }) {
  if (verdict === null) return null;
  return (
    <span class={`verdict ${verdict.tone}`} title={verdict.evidence}>
      {wordsOf(verdict.state)}
    </span>
  );
}

/** What went wrong, and what to do. */
export function Problem({ error }: { error: unknown }) {
  if (error === undefined) return null;
  const { message, advice } = Object(error) as { message?: string; advice?: string | null };
  return (
    <p class="problem" role="alert">
      {message ?? String(error)}
      {advice && (
        <>
          <br />
          {advice}
        </>
      )}
    </p>
  );
}
