/** The thread that measures. */
import { parentPort, workerData } from "node:worker_threads";
import { packError } from "../training-thread.ts";
import type { EvaluationRequest } from "./request.ts";
import { runEvaluation } from "./session.ts";
import type { EvaluationOutput } from "./thread.ts";

const post = (output: EvaluationOutput) => parentPort?.postMessage(output);

runEvaluation(workerData as EvaluationRequest, (message) => post({ message }))
  .then((outcome) => post({ message: { type: "end", outcome } }))
  .catch((error: unknown) => post({ error: packError(error) }));
