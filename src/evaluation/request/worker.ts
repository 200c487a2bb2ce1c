/** The thread of an evaluation. */
import { workerData } from "node:worker_threads";
import { runInThread } from "../../threads/index.ts";
import type { EvaluationMessage, EvaluationRequest } from "./request.ts";
import { runEvaluation } from "./session.ts";

runInThread<EvaluationMessage>(async (send) => {
  send({ type: "end", outcome: await runEvaluation(workerData as EvaluationRequest, send) });
});
