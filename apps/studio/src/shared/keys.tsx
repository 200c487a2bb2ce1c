/** The list of keys, which ? shows. */
import { useEffect, useRef } from "preact/hooks";

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ["/", "puts the cursor into the filter"],
  ["← →", "move the slider of samples"],
  ["drag", "over a chart zooms, a double click shows it whole"],
  ["?", "shows these keys"],
];

/** A button, and what it shows. */
export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent) => {
      if (
        key !== "?" ||
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement
      )
        return;
      dialog.current?.showModal();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
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
