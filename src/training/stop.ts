/** Why training stops before its last step, asked in one place. */

/** Reasons, those of whoever started the training and those of the run itself. */
export type StopReason = "user" | "time-limit" | "pause" | "health";

/** Tells why training is to stop after the iteration at hand; `undefined`: it goes on. */
export type Stop = () => StopReason | undefined;

/** The first reason that any of these has. */
export function firstReason(...stops: readonly Stop[]): Stop {
  return () => {
    for (const stop of stops) {
      const reason = stop();
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
