/** The thread that trains, so that the engine's blocking calls freeze nothing else. */
import { workerData } from "node:worker_threads";
import { runInThread } from "../threads/index.ts";
import { forecastRun } from "./forecast.ts";
import type { TrainingMessage } from "./messages.ts";
import { runTraining } from "./session.ts";
import { stopReason, type WorkerInput } from "./thread.ts";

const { request, stop } = workerData as WorkerInput;
const whyStop = () => stopReason(stop);
const shouldStop = () => whyStop() !== undefined;

runInThread<TrainingMessage>(async (report) => {
  if (request.kind === "dry-run") {
    report({ type: "forecast", forecast: await forecastRun(request.config, report, shouldStop) });
  } else {
    report({ type: "end", outcome: await runTraining(request, report, shouldStop, whyStop) });
  }
});
