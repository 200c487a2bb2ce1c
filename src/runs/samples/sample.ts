/** Draws samples of a run and writes them to files. */
import { join } from "node:path";
import { refusal } from "../../errors.ts";
import { expectMemory } from "../../files/index.ts";
import { PIXELS } from "../../limits.ts";
import { stepName } from "../checkpoints/index.ts";
import { classesOf, classNamesOf, drawImages, type Trained } from "../trained/index.ts";
import { animationFormatOf, isFileName } from "./file-kinds.ts";
import { samplePlan } from "./plan.ts";
import { refuseOtherFiles } from "./refusals.ts";
import type { Sampled, SampleRequest } from "./request.ts";
import { animationScale, writeSampleFiles } from "./sample-files.ts";
import { expectSampleFolder } from "./sample-folder.ts";

/** Frames a second of an animation. */
const FPS = 20;

/**
 * Draws samples from a run's generator and writes them.
 *
 * The same request gives the same images, byte for byte on the same machine, and the image of a name does not
 * depend on which others are drawn.
 *
 * @throws EvenkeelError `USAGE` for an unsupported kind of file, for options that do not go together, for a class
 *   that the generator does not have, or for truncation of a uniform z; `DISK` if the disk refuses.
 */
export async function sampleRun(trained: Trained, request: SampleRequest = {}): Promise<Sampled> {
  const { device = "auto", sheet = false, fps = FPS, onProgress } = request;
  const out = request.out ?? join(trained.run.path, usualName(trained, request));
  const format = animationFormatOf(out);
  refuseOtherFiles(out, trained, request);
  const plan = samplePlan(trained, request, format !== undefined);
  const { what, count, columns } = plan;
  expectRoom(trained, count, out);
  if (!isFileName(out)) await expectSampleFolder(out);
  const { z, labels } = plan.inputs();
  const samples = await drawImages(trained, z, {
    device,
    labels,
    ...(onProgress && { onProgress: (done: number) => onProgress(done, count) }),
  });
  const classNames = classNamesOf(classesOf(trained));
  const captions = sheet ? plan.captions?.(classNames) : undefined;
  await writeSampleFiles(out, samples, trained, { columns, captions, fps });
  return { out, count, what, classes: plan.classes.map((label) => classNames[label]!) };
}

/** The name of the file where none is given. */
function usualName({ choice, counters }: Trained, request: SampleRequest): string {
  const { seed = 0, seeds, interpolate, sheet } = request;
  const kind = interpolate ? "interpolation" : sheet ? "sheet" : "sample";
  const at = choice === "latest" ? "" : `-${stepName(counters.gStep)}`;
  return `${kind}-${seeds === undefined ? `seed-${seed}` : "seeds"}${at}.png`;
}

/** Refuses more samples than there is memory for, or than make a picture. */
function expectRoom({ model }: Trained, total: number, out: string): void {
  const { imageShape, imageType, latentSize } = model.definition;
  const [channels, height, width] = imageShape;
  const isMoving = animationFormatOf(out) !== undefined;
  const values = latentSize + channels * height * width;
  const where = isMoving ? "sample --frames" : "sample --count";
  const advice = isMoving ? "Draw fewer." : "Draw fewer at a time, with several --seed.";
  expectMemory({ where, what: "the noise and the samples", bytes: 4 * total * values, advice });
  if (imageType === "float32" || !isFileName(out)) return;
  const pixels = height * width * (isMoving ? animationScale(height) ** 2 : 1);
  if (total * pixels <= PIXELS.most) return;
  const kind = isMoving ? "an animation" : "a picture";
  throw refusal("USAGE", {
    where,
    rule: `${kind} must have at most ${Math.floor(PIXELS.most / pixels)} images of ${height} x ${width} pixels: ${PIXELS.because}`,
    got: total,
    advice: isMoving ? advice : "Draw fewer, or name a folder for single images as --out.",
  });
}
