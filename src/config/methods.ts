/** From the registry of methods to the config: a method is its `name` and, next to it, its options. */
import { z } from "zod";
import type { NetworkOptions } from "../gan/architectures/index.ts";
import type { Player } from "../gan/index.ts";
import {
  coverageOptions,
  type Method,
  type Normalization,
  type NormalizationMethod,
  normalizations,
  type Reparametrization,
  reparametrizations,
} from "../stabilizers/index.ts";

/** A method in a config: `{ name: "sn", iterations: 1, … }`. */
export type MethodConfig<R> = Variants<R, "output">;

/** A method in a config file: options with defaults may be omitted. */
export type MethodInput<R> = Variants<R, "input">;

type Variants<R, Way extends "input" | "output"> = {
  [K in keyof R & string]: R[K] extends { readonly options: infer Options extends z.ZodType }
    ? { readonly name: K } & KnownKeys<Way extends "input" ? z.input<Options> : z.output<Options>>
    : never;
}[keyof R & string];

/** Removes the index signature that an empty strict object has. */
type KnownKeys<T> = { [P in keyof T as string extends P ? never : P]: T[P] };

/** The schema of the methods in `registry`: one strict object per name. */
export function methodSchema<R extends object>(
  registry: R,
): z.ZodType<MethodConfig<R>, MethodInput<R>> {
  const methods = Object.entries(registry as Readonly<Record<string, Method<unknown>>>);
  const variants = methods.map(([name, { summary, options }]) =>
    z.strictObject({ name: z.literal(name).describe(summary), ...options.shape }),
  );
  const union = z.discriminatedUnion("name", variants as unknown as [z.ZodObject]);
  return union as unknown as z.ZodType<MethodConfig<R>, MethodInput<R>>;
}

/** A reparametrization in a config: the method's own options, and the layers that it covers. */
export type ReparametrizationConfig = Covered<MethodConfig<typeof reparametrizations>, "output">;
type ReparametrizationInput = Covered<MethodInput<typeof reparametrizations>, "input">;
type Covered<
  Variant extends { readonly name: string },
  Way extends "input" | "output",
> = Variant extends { readonly name: "none" }
  ? Variant
  : Variant &
      (Way extends "input" ? z.input<typeof coverageOptions> : z.output<typeof coverageOptions>);

/** The schema of a network's reparametrization. */
export function reparametrizationSchema(): z.ZodType<
  ReparametrizationConfig,
  ReparametrizationInput
> {
  const methods = Object.entries(reparametrizations).map(([name, method]) => {
    const options = name === "none" ? method.options : method.options.extend(coverageOptions.shape);
    return [name, { ...method, options }];
  });
  return methodSchema(Object.fromEntries(methods)) as never;
}

/** A network's reparametrization, the layers that it covers and its learnable factor. */
export function createReparametrization(
  config: ReparametrizationConfig,
): Pick<Player, "reparametrization" | "layers" | "gamma"> {
  if (config.name === "none") return {};
  const { layers, gamma, gammaOnBias, ...method } = config;
  return {
    reparametrization: createMethod<Reparametrization | undefined>(reparametrizations, method),
    layers,
    ...(gamma !== "none" && { gamma: { sharing: gamma, bias: gammaOnBias } }),
  };
}

/** A network's normalization, and that in a generator's last place where it is another one. */
export function createNormalization(
  config: MethodConfig<typeof normalizations>,
): Pick<NetworkOptions, "normalization" | "lastNormalization"> {
  const { name, ...options } = config;
  const method: NormalizationMethod = normalizations[name];
  return {
    normalization: createMethod<Normalization>(normalizations, config),
    lastNormalization: method.last?.(options as never),
  };
}

/** Creates the method that a valid config names, with its options. */
export function createMethod<Instance>(
  registry: Readonly<Record<string, { create(options: never): Instance }>>,
  config: { readonly name: string },
): Instance {
  const { name, ...options } = config;
  return registry[name]!.create(options as never);
}
