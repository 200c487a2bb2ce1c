/** A sweep, looked at again and again. */
import { useEffect, useState } from "preact/hooks";
import type { SweepAnswer } from "../../../../src/studio/sweeps/answers.ts";
import { fetchSweep, type Refused } from "../shared/server.ts";

/** Milliseconds between two looks: at a sweep that is carried out, and at another one. */
const [EVERY, EVERY_STILL] = [3000, 30_000];
/** How much longer than an answer takes the time to the next look is, at least. */
const REST = 10;

/** What is known of a sweep. */
export interface LiveSweep {
  /** The last answer. */
  readonly sweep: SweepAnswer | undefined;
  /** Why the server refused the last look: the sweep is gone or damaged. */
  readonly refused: Refused | undefined;
}

/** The sweep of this `id`, kept up to date. */
export function useSweep(id: string): LiveSweep {
  const nothing = { sweep: undefined, refused: undefined };
  const [state, setState] = useState<LiveSweep>(nothing);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    setState(nothing);
    const look = async () => {
      const start = performance.now();
      let pause = EVERY;
      const next = await fetchSweep(id).then(
        (sweep): LiveSweep => {
          pause = sweep.isMoving ? EVERY : EVERY_STILL;
          return { sweep, refused: undefined };
        },
        (refused: Refused): LiveSweep => ({ sweep: undefined, refused }),
      );
      if (!current) return;
      setState(next);
      timer = setTimeout(look, Math.max(pause, REST * (performance.now() - start)));
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id]);
  return state;
}
