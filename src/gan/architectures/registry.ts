/** Every architecture by the name that a config uses. Adding one is one line here, with its import. */
import { EvenkeelError } from "../../errors.ts";
import type { Architecture, Networks, NetworksOptions } from "./architecture.ts";
import { cnnArchitecture, sndcganArchitecture } from "./cnn.ts";
import { mlpArchitecture } from "./mlp.ts";
import { resnetArchitecture, resnetBsnArchitecture } from "./resnet-architectures.ts";

export const architectures = {
  cnn: cnnArchitecture,
  sndcgan: sndcganArchitecture,
  resnet: resnetArchitecture,
  "resnet-bsn": resnetBsnArchitecture,
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
  return architecture.create(networks, data);
}
