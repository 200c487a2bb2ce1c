/** Opens the images that a request names: those to measure and those to compare with. */
import { type DatasetOptions, datasets } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { isFolder } from "../../files/index.ts";
import type { Protocol } from "../../metrics/protocols/index.ts";
import { isRunFolder } from "../../runs/folder/index.ts";
import { openTrained } from "../../runs/trained/index.ts";
import type { EvaluationCallbacks } from "../progress.ts";
import { configuredProtocol } from "../protocol/index.ts";
import {
  firstSize,
  folderSubject,
  onnxSubject,
  runSubject,
  type Subject,
} from "../subject/index.ts";
import type { EvaluationRequest } from "./request.ts";

/** Opens the subject to measure and the data to compare it with. */
export async function openSubject(
  { path, against, root, step, device }: EvaluationRequest,
  callbacks: EvaluationCallbacks,
): Promise<{
  readonly subject: Subject;
  readonly data: DatasetOptions | undefined;
  readonly fallback: Protocol | undefined;
}> {
  const realData = (size: number | undefined, known: DatasetOptions | undefined) =>
    against === undefined
      ? known && { ...known, ...(root !== undefined && { root }) }
      : namedData(against, root ?? known?.root, size);
  if (path.endsWith(".onnx")) {
    const subject = await onnxSubject(path, device);
    return {
      subject,
      data: await realData(subject.about.shape[1], undefined),
      fallback: undefined,
    };
  }
  if (await isRunFolder(path)) {
    const trained = await openTrained(path, step);
    const subject = await runSubject(trained, device);
    const data = await realData(trained.config.data.size, trained.config.data);
    return { subject, data, fallback: configuredProtocol(trained.config) };
  }
  if (!(await isFolder(path))) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: "must be given a run, a folder of images or an .onnx file",
      got: path,
      advice: "List the runs with: ls runs",
    });
  }
  if (step !== undefined) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: "--step must be omitted for a folder of images",
      got: step,
    });
  }
  const size = await firstSize(path);
  const subject = await folderSubject(path, size, callbacks);
  return { subject, data: await realData(size, undefined), fallback: undefined };
}

async function namedData(
  against: string,
  root: string | undefined,
  size: number | undefined,
): Promise<DatasetOptions> {
  const place = { ...(root !== undefined && { root }), ...(size !== undefined && { size }) };
  const known = datasets.filter(({ files }) => files.kind !== "own").map(({ name }) => name);
  const name = known.find((one) => one === against);
  if (name !== undefined) return { name, ...place };
  if (await isFolder(against)) return { name: "folder", path: against, ...place };
  throw refusal("USAGE", {
    where: "evaluate",
    rule: `--against must be a data set (${known.join(", ")}) or a folder of images`,
    got: against,
  });
}
