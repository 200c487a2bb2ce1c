/** The list of keys, which ? shows. */
import { useRef } from "preact/hooks";
import { useKeys } from "./window-events.ts";

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ["/", "puts the cursor into the filter"],
  ["← →", "move the slider of samples"],
  ["drag", "over a chart zooms, a double click shows it whole"],
  ["?", "shows these keys"],
];

/** A button, and what it shows. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useKeys(({ key }) => {
    if (key === "?") dialog.current?.showModal();
  });
  return (
    <>
      <button type="button" aria-label="Keys" onClick={() => dialog.current?.showModal()}>
        ?
      </button>
      <dialog ref={dialog} aria-label="Keys">
        <dl>
          {KEYS.map(([key, what]) => (
            <>
              <dt>{key}</dt>
              <dd>{what}</dd>
            </>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}
