/** Moves runs to the trash, after a second question that says what they hold. */
import { useRef, useState } from "preact/hooks";
import type { DiscardedRun, FolderSize } from "../../../../src/studio/api.ts";
import { formatBytes, formatNumber } from "./format.ts";
import { Problem } from "./parts.tsx";
import { discardRun, fetchSize } from "./server.ts";

/** A button that asks, and then tells where the runs are and how to get them back. */
export function Discard({ ids, onDone }: { ids: readonly string[]; onDone?(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [size, setSize] = useState<FolderSize>();
  const [moved, setMoved] = useState<readonly DiscardedRun[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ask = () => {
    setSize(undefined);
    setError(undefined);
    Promise.all(ids.map(fetchSize)).then((all) => {
      const sum = (of: (one: FolderSize) => number) => all.reduce((so, one) => so + of(one), 0);
      setSize({ files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes) });
    }, setError);
    dialog.current?.showModal();
  };
  const move = async () => {
    setBusy(true);
    const done: DiscardedRun[] = [];
    try {
      for (const id of ids) done.push(await discardRun(id));
      onDone?.();
    } catch (reason) {
      setError(reason);
    }
    setMoved(done);
    setBusy(false);
    dialog.current?.close();
  };
  const what = ids.length === 1 ? ids[0] : `${ids.length} runs`;
  return (
    <>
      {ids.length > 0 && (
        <button type="button" onClick={ask}>
          Delete …
        </button>
      )}
      <dialog ref={dialog} aria-label="Delete">
        <p>Move {what} to the trash?</p>
        {ids.length > 1 && (
          <ul>
            {ids.map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ul>
        )}
        <p class="quiet" aria-live="polite">
          {size === undefined
            ? "Looking at the size …"
            : `${formatNumber(size.files)} files, ${formatBytes(size.bytes)}. They stay on the disk until the trash folder is removed.`}
        </p>
        <Problem error={error} />
        <div class="tools">
          <button type="button" disabled={size === undefined || busy} onClick={move}>
            Move to the trash
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </dialog>
      {!dialog.current?.open && <Problem error={error} />}
      {moved.map(({ to, back }) => (
        <p key={to} role="status">
          Moved to {to}. <code>{back}</code> gets it back.
        </p>
      ))}
    </>
  );
}
