/** Opens the images that a request names: those to measure and those to compare with. */
import {
  type DatasetOptions,
  datasetOf,
  datasets,
  imageShapeOf,
  isImageSource,
} from "../../data/index.ts";
import type { SetOptions } from "../../data/records/index.ts";
import { refusal } from "../../errors.ts";
import { isRunFolder } from "../../runs/folder/index.ts";
import { openTrained } from "../../runs/trained/index.ts";
import type { EvaluationCallbacks } from "../progress.ts";
import type { EvaluationConfig } from "../protocol/index.ts";
import { imageFiles, onnxSubject, runSubject, type Subject } from "../subject/index.ts";
import type { EvaluationRequest } from "./request.ts";

/** What is measured, and what it is compared with. */
interface OpenedRequest {
  readonly subject: Subject;
  /** The real images; `undefined` if none are named or known. */
  readonly data: DatasetOptions | undefined;
  /** The config of a run, which names the protocol that it was evaluated under. */
  readonly configured: EvaluationConfig | undefined;
}

/**
 * Opens the subject to measure, and finds the data to compare it with.
 *
 * @throws EvenkeelError `USAGE` for a path or data of no known kind, and for what cannot be opened.
 */
export async function openSubject(
  request: EvaluationRequest,
  callbacks: EvaluationCallbacks,
): Promise<OpenedRequest> {
  const { path, step, device } = request;
  if (path.endsWith(".onnx")) {
    return ofGenerator(await onnxSubject(path, device), request, undefined);
  }
  if (await isRunFolder(path)) {
    const trained = await openTrained(path, step);
    const { config } = trained;
    const opened = await ofGenerator(await runSubject(trained, device), request, config.data);
    return { ...opened, configured: config };
  }
  if (!(await isImageSource(path))) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: "must be given a run, a folder or an archive of images, or an .onnx file",
      got: path,
      advice: "List the runs with: ls runs",
    });
  }
  if (step !== undefined) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: "--step must be omitted for images in files",
      got: step,
    });
  }
  const files = await imageFiles(path, callbacks);
  const data = await namedData(request, undefined, { size: files.side });
  const gray = data !== undefined && imageShapeOf(data)[0] === 1;
  return { subject: await files.open(gray), data, configured: undefined };
}

/**
 * A generator with its real images: what it was trained on, or the named ones at its size; gray if its images
 * are, with opacity if they have it, and of the set that it was trained on in its colors.
 */
async function ofGenerator(
  subject: Subject,
  request: EvaluationRequest,
  known: DatasetOptions | undefined,
): Promise<OpenedRequest> {
  const [channels, height, width] = subject.about.shape;
  const size = {
    size: known?.size ?? height,
    width: width === height ? undefined : width,
  };
  const asTrained = request.against === known?.name ? known?.channels : undefined;
  const data = await namedData(request, known, {
    ...size,
    channels: channels === 1 || channels === 4 ? channels : asTrained,
  });
  const inColor = request.against !== undefined && data?.channels === 1 && isInColor(data);
  const notes = [
    ...subject.notes,
    ...(inColor ? [TURNED_GRAY] : []),
    ...(channels === 4 ? [LAID_ON_WHITE] : []),
  ];
  return { subject: { ...subject, notes }, data, configured: undefined };
}

const TURNED_GRAY = "the generated images are gray: the real ones are compared as gray ones";

const LAID_ON_WHITE = "images with opacity are laid on white, generated and real ones";

/** Whether the images of a set are in color unless they are asked for in gray. */
const isInColor = (data: DatasetOptions) => imageShapeOf({ ...data, channels: undefined })[0] === 3;

/** The data that a request names, else what is known; with those of the options that its set has. */
async function namedData(
  { against, root }: EvaluationRequest,
  known: DatasetOptions | undefined,
  options: Pick<DatasetOptions, "size" | "width" | "channels">,
): Promise<DatasetOptions | undefined> {
  if (against === undefined) return known && { ...known, ...(root !== undefined && { root }) };
  const there = root ?? known?.root;
  const place = there === undefined ? {} : { root: there };
  const set = await setOf(against);
  const choices: SetOptions = datasetOf(set.name).options;
  const possible = Object.entries(options).filter(
    ([key, value]) =>
      value !== undefined && (choices[key]?.values?.includes(value) ?? choices[key] !== undefined),
  );
  return { ...set, ...place, ...Object.fromEntries(possible) };
}

/** A data set by its name, or the user's own images. */
async function setOf(against: string): Promise<DatasetOptions> {
  const known = datasets.filter(({ files }) => files.kind !== "own").map(({ name }) => name);
  const name = known.find((one) => one === against);
  if (name !== undefined) return { name };
  if (await isImageSource(against)) return { name: "folder", path: against };
  throw refusal("USAGE", {
    where: "evaluate",
    rule: `--against must be a data set (${known.join(", ")}), or a folder or an archive of images`,
    got: against,
  });
}
