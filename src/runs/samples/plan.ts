/** What is drawn for a request: the generator's inputs, their order and their names. */
import { refusal } from "../../errors.ts";
import {
  classesOf,
  classNumber,
  type Labels,
  SAMPLED_POINTS,
  sampleLabels,
  sampleNoise,
  type TrainedModel,
} from "../trained/index.ts";
import { firstImages, type ImageName, imageNameText } from "./image-names.ts";
import { interpolationNoise } from "./interpolation.ts";
import { namedNoise } from "./named-noise.ts";
import { refuseContradictions } from "./refusals.ts";
import type { Sampled, SampleRequest } from "./request.ts";
import { walkThrough } from "./walk.ts";

/** The number of columns in a grid of interpolations. */
const STEPS = 8;
/** The default number of images in a grid, of rows in a grid of interpolations, and of key images. */
const [IMAGES, ROWS, KEYS] = [64, 8, 8];
/** The default number of frames for each key image. */
const FRAMES = 20;

/** The generator's inputs for samples, and how these are laid out. */
export interface SamplePlan {
  readonly what: Sampled["what"];
  readonly count: number;
  readonly columns: number;
  /** The numbers of the classes that are drawn, in their order. */
  readonly classes: readonly number[];
  /** The name of each image and its class; `undefined` where images lie between others. */
  readonly captions:
    | ((classNames: readonly string[]) => readonly (readonly string[])[])
    | undefined;
  /** Draws the inputs. */
  inputs(): { readonly z: Float32Array; readonly labels: Labels | undefined };
}

/**
 * What a request draws from a generator.
 *
 * @param moving whether it is an animation.
 * @throws EvenkeelError `USAGE` for what does not go together, or for a class that the generator does not have.
 */
export function samplePlan(
  trained: Pick<TrainedModel, "model" | "classNames">,
  request: SampleRequest,
  moving: boolean,
): SamplePlan {
  refuseContradictions(request, moving);
  const chosen = request.class === undefined ? undefined : [request.class].flat();
  const picked = chosen?.map((one) => classNumber(classesOf(trained), one));
  if (moving) return animationPlan(trained.model, request, picked);
  if (request.interpolate) return rowsPlan(trained.model, request, picked);
  return request.seeds === undefined
    ? firstPlan(trained.model, request, picked)
    : namedPlan(trained.model, request, request.seeds, picked);
}

type Model = TrainedModel["model"];
type Picked = readonly number[] | undefined;

const all = ({ definition: { classes } }: Model): readonly number[] =>
  Array.from({ length: classes ?? 0 }, (_, i) => i);

/** The first images of a seed. */
function firstPlan(model: Model, request: SampleRequest, picked: Picked): SamplePlan {
  const { definition } = model;
  const isPoints = definition.imageType === "float32";
  const { seed = 0, count = isPoints ? SAMPLED_POINTS : IMAGES, truncation } = request;
  const columns = Math.ceil(Math.sqrt(count));
  const labels = () => sampleLabels(model, count, { columns, of: picked });
  return {
    what: isPoints ? "points" : "images",
    count,
    columns,
    classes: (picked ?? all(model)).slice(0, Math.ceil(count / columns)),
    captions: (classNames) => captionsOf(firstImages(seed, count), labels(), classNames),
    inputs: () => ({
      z: sampleNoise(seed, count, definition, truncation),
      labels: labels(),
    }),
  };
}

/** Images by their names, in each class. */
function namedPlan(
  model: Model,
  { truncation }: SampleRequest,
  seeds: readonly ImageName[],
  picked: Picked,
): SamplePlan {
  const { definition } = model;
  const classes = picked ?? all(model);
  const rows = Math.max(1, classes.length);
  const count = rows * seeds.length;
  const columns = rows > 1 ? seeds.length : Math.ceil(Math.sqrt(count));
  const names = () => Array.from({ length: rows }, () => seeds).flat();
  const labels = () => sampleLabels(model, count, { columns: seeds.length, of: picked });
  return {
    what: "images",
    count,
    columns,
    classes,
    captions: (classNames) => captionsOf(names(), labels(), classNames),
    inputs: () => ({ z: namedNoise(names(), definition, truncation), labels: labels() }),
  };
}

/** Rows that each lead from one image to another. */
function rowsPlan(model: Model, request: SampleRequest, picked: Picked): SamplePlan {
  const { seed = 0, count: rows = ROWS, truncation } = request;
  const count = rows * STEPS;
  return {
    what: "images",
    count,
    columns: STEPS,
    classes: (picked ?? all(model)).slice(0, rows),
    captions: undefined,
    inputs: () => ({
      z: interpolationNoise(seed, rows, STEPS, model.definition, truncation),
      labels: sampleLabels(model, count, { columns: STEPS, of: picked }),
    }),
  };
}

/** Frames that lead through key images, and through classes. */
function animationPlan(model: Model, request: SampleRequest, picked: Picked): SamplePlan {
  const { definition } = model;
  const { seed = 0, count = KEYS, truncation } = request;
  const named = request.seeds ?? firstImages(seed, count);
  const keys = Math.max(named.length, picked?.length ?? 1);
  const frames = request.frames ?? FRAMES * keys;
  if (keys < 2) {
    const rule = "an animation must lead through at least two key images";
    const advice = "Name several seeds (--seeds 3,17), several classes, or a --count of 2 or more.";
    throw refusal("USAGE", { where: "sample", rule, got: keys, advice });
  }
  if (frames < keys) {
    const rule = `--frames must be at least the number of key images, ${keys}`;
    throw refusal("USAGE", { where: "sample", rule, got: frames });
  }
  const cycle = picked ?? all(model);
  const classes =
    definition.classes === undefined
      ? undefined
      : Array.from({ length: keys }, (_, i) => cycle[i % cycle.length]!);
  const names = Array.from({ length: keys }, (_, i) => named[i % named.length]!);
  return {
    what: "frames",
    count: frames,
    columns: 1,
    classes: [...new Set(classes)],
    captions: undefined,
    inputs: () => {
      const z = namedNoise(names, definition, truncation);
      return walkThrough({ z, classes }, frames, definition, definition.classes);
    },
  };
}

/** The lines below images: the name that `--seeds` takes and the class. */
function captionsOf(
  names: readonly ImageName[],
  labels: Int32Array | undefined,
  classNames: readonly string[],
): readonly (readonly string[])[] {
  return names.map((name, i) => {
    const label = labels?.[i];
    return [imageNameText(name), ...(label === undefined ? [] : [classNames[label]!])];
  });
}
