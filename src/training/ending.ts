/** The outcome of a run, as recorded in `run.json`. */
import { notFinite, type Verdict } from "../analysis/health/index.ts";
import type { EndReason } from "../gan/index.ts";
import type { RunInfo } from "../runs/folder/index.ts";
import type { StopReason } from "./stop.ts";

const STOPPED: Readonly<Record<Exclude<StopReason, "health">, string>> = {
  user: "stopped by the user",
  pause: "paused",
  "time-limit": "saved before its time limit,",
};

/**
 * The status of a run that has ended at a generator step.
 *
 * @param why     why it was stopped, if it was.
 * @param verdict the verdict on its health; `null` if nothing was measured that indicates it.
 */
export function ending(
  reason: EndReason,
  step: number,
  why: StopReason | undefined,
  verdict: Verdict | null,
): Pick<RunInfo, "status" | "exitReason"> & { readonly verdict: Verdict | null } {
  switch (reason) {
    case "done":
      return { status: "done", exitReason: `all ${step} generator steps are done`, verdict };
    case "stopped":
      return {
        status: "stopped",
        exitReason:
          why === "health"
            ? `stopped after step ${step} for its health: ${verdict?.evidence}`
            : `${STOPPED[why ?? "user"]} after step ${step}`,
        verdict,
      };
    case "not-finite":
      return {
        status: "failed",
        exitReason: `a loss, norm or σ was no longer finite at step ${step}`,
        verdict: notFinite(step),
      };
  }
}
