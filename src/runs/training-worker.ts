/** The thread that trains, so that the engine's blocking calls freeze nothing else. */
import { parentPort, workerData } from "node:worker_threads";
import { forecastRun } from "./forecast.ts";
import type { TrainingMessage, TrainingRequest } from "./training-messages.ts";
import { runTraining } from "./training-session.ts";
import { packError, stopReason, type WorkerInput, type WorkerOutput } from "./training-thread.ts";

const { request, stop } = workerData as WorkerInput;
const post = (output: WorkerOutput) => parentPort?.postMessage(output);
const report = (message: TrainingMessage) => post({ message });
const whyStop = () => stopReason(stop);
const shouldStop = () => whyStop() !== undefined;

async function work(order: TrainingRequest): Promise<void> {
  if (order.kind === "dry-run") {
    report({ type: "forecast", forecast: await forecastRun(order.config, report, shouldStop) });
  } else {
    report({ type: "end", outcome: await runTraining(order, report, shouldStop, whyStop) });
  }
}

work(request).catch((error: unknown) => post({ error: packError(error) }));
