/** Every architecture by the name that a config uses. Adding one is one line here, with its import. */
import { EvenkeelError } from "../../errors.ts";
import type { Architecture, Networks, NetworksOptions } from "./architecture.ts";
import { cnnArchitecture, sndcganArchitecture } from "./cnn.ts";
import { mlpArchitecture } from "./mlp.ts";
import { seesOpacity } from "./opacity.ts";
import { resnetArchitecture, resnetBsnArchitecture } from "./resnet-architectures.ts";
import { resnetImagesArchitecture } from "./resnet-images.ts";
import { resnet19Architecture } from "./resnet19.ts";

export const architectures = {
  cnn: cnnArchitecture,
  sndcgan: sndcganArchitecture,
  resnet: resnetArchitecture,
  "resnet-bsn": resnetBsnArchitecture,
  resnet19: resnet19Architecture,
  "resnet-images": resnetImagesArchitecture,
  mlp: mlpArchitecture,
} satisfies Readonly<Record<string, Architecture>>;

export type ArchitectureName = keyof typeof architectures;

/**
 * The networks of an architecture for images of this shape.
 *
 * @param options `options`: the architecture's own ones, by default its defaults.
 * @throws EvenkeelError `CONFIG` for options that the architecture does not have or that are out of range;
 *   `SHAPE` for sizes that it has no networks for.
 */
export function createNetworks({
  architecture: name,
  options = {},
  ...networks
}: NetworksOptions & {
  readonly architecture: ArchitectureName;
  readonly options?: Readonly<Record<string, unknown>>;
}): Networks {
  const architecture: Architecture = architectures[name];
  const { data, error } = architecture.options.safeParse(options);
  if (error) {
    const [issue] = error.issues;
    throw new EvenkeelError("CONFIG", `${name}: ${[...issue!.path, issue!.message].join(": ")}`, {
      cause: error,
      details: { options },
    });
  }
  const [channels, height, width] = networks.imageShape;
  if (height !== width && !architecture.rectangles) {
    throw new EvenkeelError(
      "SHAPE",
      `${name}: images must be squares, got ${height} x ${width} pixels`,
    );
  }
  const created = architecture.create(networks, data);
  if (channels !== 4) return created;
  return { ...created, discriminator: seesOpacity(created.discriminator) };
}
