/** The thread that trains, so that blocking calls of the engine do not block other work. */
import { workerData } from "node:worker_threads";
import { runInThread } from "../threads/index.ts";
import { forecastRun } from "./forecast/forecast.ts";
import type { TrainingMessage } from "./messages.ts";
import { planOfConfig } from "./plan/config-plan.ts";
import { runTraining } from "./session.ts";
import { stopReason, type WorkerInput } from "./thread.ts";

const { request, stop: flag } = workerData as WorkerInput;
const stop = () => stopReason(flag);

runInThread<TrainingMessage>(async (report) => {
  if (request.kind === "dry-run") {
    const plan = planOfConfig(request.config);
    report({ type: "forecast", forecast: await forecastRun(plan, report, stop) });
  } else {
    const { config, workingFolder, start, until } = request;
    const plan = planOfConfig(config, workingFolder);
    report({ type: "end", outcome: await runTraining(plan, start, { report, stop, until }) });
  }
});
