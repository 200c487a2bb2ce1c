/** The end of what a run's process has printed. */
import { useEffect, useState } from "preact/hooks";
import { fetchLog } from "../shared/server.ts";

/**
 * The last lines, hidden until they are asked for; nothing of a run that the studio has not started.
 *
 * @param version changes when there may be new ones.
 */
export function Log({ id, version }: { id: string; version: string }) {
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let current = true;
    fetchLog(id).then(
      (log) => current && setText(log.text),
      () => undefined,
    );
    return () => {
      current = false;
    };
    // what is hidden need not be asked for again
  }, [id, open ? version : open]);
  if (text === null) return null;
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What its process has printed</summary>
      <pre>{text}</pre>
    </details>
  );
}
