/** Rules on networks and data, from the architectures' records. */
import { datasetOf } from "../../data/index.ts";
import {
  type Architecture,
  type ArchitectureSizes,
  architectures,
} from "../../gan/architectures/index.ts";
import { architectureOptions } from "../model.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import type { Rule } from "./rule.ts";

const records = Object.entries<Architecture>(architectures);
const NAME: ConfigPath = ["model", "architecture"];

/** The names of the architectures for which `holds`. */
export function architecturesThat(holds: (architecture: Architecture) => boolean): string {
  return records.flatMap(([name, record]) => (holds(record) ? [name] : [])).join(" or ");
}

const pathOf = (size: keyof ArchitectureSizes): ConfigPath =>
  size === "size" ? ["data", "size"] : ["model", size];
const sizesOf = ({ data: { size }, model }: Config): ArchitectureSizes => ({ ...model, size });

const sizeRules = records.flatMap(([name, { rules }]) =>
  rules.map(
    ({ sizes: [first, ...others], broken }): Rule => ({
      paths: [pathOf(first), NAME, ...others.map(pathOf)],
      broken: (config) =>
        config.model.architecture === name ? broken(sizesOf(config)) : undefined,
    }),
  ),
);

export const architectureRules: readonly Rule[] = [
  {
    paths: [NAME, ["data", "name"]],
    broken({ data, model }) {
      if (datasetOf(data.name).kind !== "points" || architectures[model.architecture].points)
        return undefined;
      const fitting = architecturesThat(({ points }) => points);
      return `must be ${fitting} for the points of ${data.name} (--set model.architecture=${fitting.split(" ")[0]})`;
    },
  },
  ...sizeRules,
  ...architectureOptions
    .filter(({ fallback }) => fallback === undefined)
    .map(
      ({ key, owners }): Rule => ({
        paths: [["model", key], NAME],
        broken: ({ model }) =>
          Object.hasOwn(model, key) && !owners.includes(model.architecture)
            ? `must not be given unless model.architecture is ${owners.join(" or ")}`
            : undefined,
      }),
    ),
];
