/** The reasons for which training stops before its last step. */

/** The reason to stop: the caller's, or the run's own. */
export type StopReason = "user" | "time-limit" | "pause" | "health";

/** Returns the reason to stop after the current iteration; `undefined` to continue. */
export type Stop = () => StopReason | undefined;

/** The first reason that any of these returns. */
export function firstReason(...stops: readonly Stop[]): Stop {
  return () => {
    for (const stop of stops) {
      const reason = stop();
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
