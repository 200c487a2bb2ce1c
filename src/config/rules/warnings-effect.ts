/** Settings without effect, as far as the config alone shows. */
import { datasetOf, datasetOptionSchemas } from "../../data/index.ts";
import { type Architecture, architectures } from "../../gan/architectures/index.ts";
import {
  type Method,
  matchesLayer,
  type NormalizationMethod,
  normalizations,
  type ReparametrizationMethod,
  reparametrizations,
} from "../../stabilizers/index.ts";
import { architectureOptions, ownOptions } from "../model.ts";
import { type Config, configSchema } from "../schema.ts";
import type { Warning } from "./warning.ts";

const players = ["generator", "discriminator"] as const;
const DEFAULTS = configSchema.parse({});

/**
 * A warning about a value that is not the default but has no effect; `reason` returns why, if that applies.
 */
function withoutEffect(keys: string, reason: (config: Config) => string | undefined): Warning {
  return {
    keys,
    found(config) {
      const why = reason(config);
      return why === undefined ? undefined : `has no effect, because ${why}`;
    },
  };
}

/** Why a config's discriminator has no layer for a normalization; `undefined` if it has one. */
function unnormalized({ model }: Config): string | undefined {
  const architecture: Architecture = architectures[model.architecture];
  return architecture.unnormalized?.(ownOptions(model));
}

/** Whether the discriminator has a normalization and a layer for it. */
export function hasNormalization(config: Config): boolean {
  return config.discriminator.normalization.name !== "none" && unnormalized(config) === undefined;
}

/** The options of all methods of a registry. */
const optionsOf = (methods: object) => [
  ...new Set(
    Object.values(methods as Readonly<Record<string, Method<unknown>>>).flatMap(({ options }) =>
      Object.keys(options.shape),
    ),
  ),
];
const OPTIONS = optionsOf(reparametrizations);
const NORMALIZATION_OPTIONS = optionsOf(normalizations);

/** Why an option that is not the default has no effect beside the others; `undefined` if it has one. */
function idleBecause(
  {
    options: schema,
    idle,
  }: Pick<ReparametrizationMethod | NormalizationMethod, "options" | "idle">,
  options: Readonly<Record<string, unknown>>,
  key: string,
): string | undefined {
  const found = idle?.(options);
  return found?.options.includes(key) && options[key] !== schema.parse({})[key]
    ? found.because
    : undefined;
}

function ofPlayer(player: (typeof players)[number]): Warning[] {
  const place = `${player}.reparametrization`;
  return [
    ...OPTIONS.map((key) =>
      withoutEffect(`${place}.${key}`, (config) => {
        const { name, ...options } = config[player].reparametrization;
        return idleBecause(reparametrizations[name], options, key);
      }),
    ),
    ...NORMALIZATION_OPTIONS.map((key) =>
      withoutEffect(`${player}.normalization.${key}`, (config) => {
        const { name, ...options } = config[player].normalization;
        return idleBecause(normalizations[name], options, key);
      }),
    ),
    {
      keys: `${place}.scale`,
      found(config) {
        const method = config[player].reparametrization;
        if (!("scale" in method) || typeof method.scale !== "object") return undefined;
        const covers = (name: string) => method.layers.some((layer) => mayMeet(layer, name));
        const idle = Object.keys(method.scale).filter((n) => n !== "default" && !covers(n));
        return idle.length > 0
          ? `has no effect on ${idle.join(", ")}, because ${method.name} covers only ${method.layers.join(", ")} (${place}.layers)`
          : undefined;
      },
    },
  ];
}

/** Whether two patterns may match the same layer; for two patterns with `*` this depends on the network. */
function mayMeet(a: string, b: string): boolean {
  return matchesLayer(a, b) || matchesLayer(b, a) || (a.includes("*") && b.includes("*"));
}

const dataKeys = Object.keys(datasetOptionSchemas) as (keyof typeof datasetOptionSchemas)[];

export const effectWarnings: readonly Warning[] = [
  ...players.flatMap(ofPlayer),
  ...dataKeys.map((key) =>
    withoutEffect(`data.${key}`, ({ data }) =>
      DEFAULTS.data[key] !== undefined &&
      data[key] !== DEFAULTS.data[key] &&
      !Object.hasOwn(datasetOf(data.name).options, key)
        ? `${data.name} does not read it`
        : undefined,
    ),
  ),
  ...(["flip", "dequantization"] as const).map((key) =>
    withoutEffect(`data.${key}`, ({ data }) =>
      datasetOf(data.name).kind === "points" && data[key] !== DEFAULTS.data[key]
        ? `${data.name} has points, not pixels`
        : undefined,
    ),
  ),
  withoutEffect("model.classes", ({ model }) =>
    model.classes !== undefined && model.conditioning === "none"
      ? "model.conditioning is none: the networks do not get the classes"
      : undefined,
  ),
  ...architectureOptions
    .filter(({ fallback }) => fallback !== undefined)
    .map(({ key, owners, fallback }) =>
      withoutEffect(`model.${key}`, ({ model }) => {
        const value = (model as Readonly<Record<string, unknown>>)[key];
        return value !== fallback && !owners.includes(model.architecture)
          ? `model.architecture is ${model.architecture}, and it belongs to ${owners.join(", ")}`
          : undefined;
      }),
    ),
  withoutEffect("generator.runningStatistics", ({ generator }) => {
    const { batchwise = false }: NormalizationMethod = normalizations[generator.normalization.name];
    return generator.runningStatistics === "all-steps" && !batchwise
      ? `generator.normalization is ${generator.normalization.name}, which has none`
      : undefined;
  }),
  withoutEffect("discriminator.normalization", (config) =>
    config.discriminator.normalization.name === "none" ? undefined : unnormalized(config),
  ),
];
