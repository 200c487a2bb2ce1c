/** Whether the studio's server can be reached, as the last that was asked of it has shown. */
import { useLayoutEffect, useState } from "preact/hooks";

let reachable = true;
const listeners = new Set<() => void>();

/** Notes that the server has answered, or has not. */
export function noteReachable(now: boolean): void {
  if (now === reachable) return;
  reachable = now;
  for (const listener of listeners) listener();
}

/** Says that the server cannot be reached, while that is so. */
export function Connection() {
  const [shown, setShown] = useState(reachable);
  useLayoutEffect(() => {
    const update = () => setShown(reachable);
    update();
    listeners.add(update);
    return () => void listeners.delete(update);
  }, []);
  if (shown) return null;
  return (
    <p class="problem connection" role="alert">
      The studio does not answer. Start it again with <code>npx evenkeel studio</code>; this page
      then goes on by itself.
    </p>
  );
}
