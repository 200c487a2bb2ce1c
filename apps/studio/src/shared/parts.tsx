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

/** Says that the server cannot be reached, while that is so. */
export function Connection({ connected }: { connected: boolean }) {
  if (connected) return null;
  return (
    <p class="problem" role="alert">
      The studio does not answer. Start it again with <code>npx evenkeel studio</code>; this page
      then goes on by itself.
    </p>
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
