/** Listeners on the window that hear everything from the moment their component is drawn. */
import { useLayoutEffect, useRef } from "preact/hooks";

/** Calls the newest `listener` for each of some events of the window. An effect would be too late: it runs after
 * the component is on the screen, and a key that is pressed in between would be lost. */
export function useWindowEvents<K extends keyof WindowEventMap>(
  events: readonly K[],
  listener: (event: WindowEventMap[K]) => void,
): void {
  const latest = useRef(listener);
  latest.current = listener;
  const names = events.join(" ");
  useLayoutEffect(() => {
    const abort = new AbortController();
    for (const name of names.split(" ") as K[])
      addEventListener(name, (event) => latest.current(event), { signal: abort.signal });
    return () => abort.abort();
  }, [names]);
}

/** Calls `listener` for each key that is meant for the page: pressed outside fields and without Ctrl, Alt or Meta,
 * which belong to the browser. */
export function useKeys(listener: (event: KeyboardEvent) => void): void {
  useWindowEvents(["keydown"], (event) => {
    const { target, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (target instanceof Element && target.closest("input, textarea, select")) return;
    listener(event);
  });
}
