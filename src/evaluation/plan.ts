/** A protocol, adapted to the available images. */
import { EvenkeelError, refusal } from "../errors.ts";
import { type MetricInput, type MetricName, metrics } from "../metrics/index.ts";
import { customProtocol, type Protocol } from "../metrics/protocols/index.ts";
import { type ClassPairs, pairClasses } from "./classes.ts";
import type { EvaluationOptions } from "./options.ts";
import type { OpenReference, ReferenceData } from "./reference/index.ts";
import type { Subject } from "./subject/index.ts";

/** A protocol, adapted to the available images. */
export interface Plan {
  readonly protocol: Protocol;
  /** Real images; `undefined` if no metric compares with them. */
  readonly reference: OpenReference | undefined;
  /** Real images that the generator was not trained on; `undefined` if no metric compares with them. */
  readonly heldOut: OpenReference | undefined;
  /** Limits on the use of results, by the images that cause them. */
  readonly warnings: Readonly<Record<"real" | "generated", readonly string[]>>;
  /** The classes of the generated images among those of the real ones; if a metric compares classes. */
  readonly classes: ClassPairs | undefined;
}

/**
 * Adapts a protocol to the available images.
 *
 * @throws EvenkeelError `USAGE` for metrics that cannot be measured; `DATA` for real images of a different
 *   shape.
 */
export async function planFor(
  wanted: Protocol,
  { subject, reference, metrics: names, mixture }: EvaluationOptions,
): Promise<Plan> {
  const needing = (...inputs: readonly MetricInput[]) =>
    names.filter((name) => metrics[name].needs.some((input) => inputs.includes(input)));
  const [unmixed] = mixture === undefined ? needing("mixture") : [];
  if (unmixed !== undefined) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: `${unmixed} needs points of a known mixture, which these are not`,
      advice: "It is for generators of points that are trained on a mixture of Gaussians.",
    });
  }
  const compares = needing("real", "labels", "training", "heldOut");
  if (compares.length > 0 && reference === undefined) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: `${compares.join(", ")} must be given real images to compare with`,
      got: "none",
      advice: "Name a data set or a folder with --against, or omit these from --metrics.",
    });
  }
  const [classMetric] = needing("labels");
  if (classMetric !== undefined && subject.classes === undefined) {
    throw refusal("USAGE", {
      where: "evaluate",
      rule: `${classMetric} needs the class of each generated image, and the classes are unknown`,
      advice: "It is for conditional generators, and for folders with a subfolder per class.",
    });
  }
  const { real, fake, inceptionScore } = wanted.settings;
  // the classes are named by those of the real images
  const opened =
    needing("real", "labels").length > 0
      ? await reference?.open(real.split, real.count)
      : undefined;
  if (opened !== undefined) checkShapes(subject, opened);
  const available = subject.source.count ?? Number.POSITIVE_INFINITY;
  const scored = needing("scores").length > 0 ? inceptionScore.count : 0;
  const protocol = customProtocol(wanted, {
    realCount: Math.min(real.count, opened?.dataset.count ?? real.count),
    fakeCount: Math.min(fake.count, available),
    scoredCount: scored > available ? available : inceptionScore.count,
  });
  const apart = needing("heldOut");
  const heldOut =
    apart.length > 0 && reference !== undefined
      ? await openHeldOut(apart, protocol, subject, reference)
      : undefined;
  const wants = (asked: number, kind: string, there: number) =>
    there < asked ? [`the protocol wants ${asked} ${kind} images, there are ${there}`] : [];
  const trainedOn = subject.data?.split ?? "train";
  return {
    protocol,
    reference: opened,
    heldOut,
    classes:
      classMetric !== undefined && opened !== undefined && subject.classes !== undefined
        ? pairClasses(
            { of: subject.about.path, classes: subject.classes },
            { of: placeOf(opened), classes: opened.dataset.classes },
          )
        : undefined,
    warnings: {
      generated: wants(Math.max(fake.count, scored), "generated", available),
      real: [
        ...wants(real.count, "real", protocol.settings.real.count),
        ...(opened?.split === "test" && trainedOn !== "train"
          ? ["the generator was trained on these test images as well"]
          : []),
      ],
    },
  };
}

/**
 * The real images that the generator was not trained on.
 *
 * @throws EvenkeelError `USAGE` if there are none, or fewer than a metric needs.
 */
async function openHeldOut(
  names: readonly MetricName[],
  { settings }: Protocol,
  subject: Subject,
  reference: ReferenceData,
): Promise<OpenReference> {
  const needed = `${names.join(", ")} must be given real images that the generator was not trained on`;
  const missing = (got: string) =>
    refusal("USAGE", {
      where: "evaluate",
      rule: needed,
      got,
      advice:
        "Train with some held out (data.heldOut), or with a folder test; or omit these from the metrics.",
    });
  if ((subject.data?.split ?? "train") !== "train") {
    throw missing("a generator that was trained on the test images too (data.split)");
  }
  let opened: OpenReference;
  try {
    opened = await reference.open("test", settings.real.count);
  } catch (error) {
    if (error instanceof EvenkeelError && error.code === "DATA") throw missing(error.message);
    throw error;
  }
  if (opened.split !== "test") throw missing("training images alone");
  checkShapes(subject, opened);
  for (const name of names) {
    const least = metrics[name].least?.(settings) ?? 2;
    const { count } = opened.dataset;
    if (count < least) throw missing(`${count}, where ${name} needs ${least}`);
  }
  return opened;
}

/** Where a person finds the real images: a folder, or the name of a set. */
function placeOf({ dataset: { name, source } }: OpenReference): string {
  return name === "folder" ? source : name;
}

/** Throws if the real images have a different shape than the generated ones. */
export function checkShapes({ source, about }: Subject, { dataset }: OpenReference): void {
  const real = [dataset.channels, dataset.height, dataset.width];
  if (real.join() === source.shape.join()) return;
  throw refusal("DATA", {
    where: "evaluate",
    rule: `the real images must have the generated ones' shape [${source.shape.join(", ")}]`,
    got: `[${real.join(", ")}] of ${dataset.name}`,
    advice:
      dataset.channels === source.shape[0]
        ? `Compare ${about.path} with images of the same size: --against.`
        : source.shape[0] === 4
          ? `Compare images with opacity with a folder or an archive of such images: --against.`
          : `Compare gray images with gray ones, others with those in color: --against.`,
  });
}
