/** Tags and a note of a run. */
import { useState } from "preact/hooks";
import type { RunSummary } from "../../../../src/studio/api.ts";
import { useDraft } from "../shared/draft.ts";
import { Problem } from "../shared/parts.tsx";
import { saveNotes } from "../shared/server.ts";

/** Shows and changes them. They are kept in the run's folder, in `studio.json`. */
export function Notes({ summary }: { summary: RunSummary }) {
  const [error, setError] = useState<unknown>();
  const [saved, setSaved] = useState(false);
  const save = (changes: Parameters<typeof saveNotes>[1]) => {
    saveNotes(summary.id, changes).then(
      () => {
        setError(undefined);
        setSaved(true);
      },
      (reason: unknown) => setError(reason),
    );
  };
  const tags = useDraft(summary.tags.join(", "), (text) =>
    save({
      tags: text
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    }),
  );
  const note = useDraft(summary.note, (text) => save({ note: text }));
  return (
    <section>
      <h2>Notes</h2>
      <div class="notes">
        <label>
          Tags, separated by commas
          <input {...tags} />
        </label>
        <label>
          Note
          <textarea rows={3} {...note} />
        </label>
        <label class="line">
          <input
            type="checkbox"
            checked={summary.archived}
            onChange={() => save({ archived: !summary.archived })}
          />{" "}
          Archived: hidden in the list, unless the filter has the word “archived”
        </label>
      </div>
      <p class="quiet" aria-live="polite">
        {saved && "Saved."}
      </p>
      <Problem error={error} />
    </section>
  );
}
