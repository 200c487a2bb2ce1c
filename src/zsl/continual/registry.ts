/** Every way to learn tasks one after the other. */
import type { ContinualMethod, MethodOptions } from "./method.ts";
import { agem } from "./methods/a-gem.ts";
import { ewcOnline } from "./methods/ewc-online.ts";
import { mas } from "./methods/mas.ts";
import { multiTask } from "./methods/multi-task.ts";
import { sequential } from "./methods/sequential.ts";

/** The methods by their names. */
export const continualMethods = {
  sequential,
  "ewc-online": ewcOnline,
  mas,
  "a-gem": agem,
  "multi-task": multiTask,
} satisfies Readonly<Record<string, ContinualMethod>>;

/** The name of a {@link continualMethods}. */
export type ContinualName = keyof typeof continualMethods;

/** The names of all methods, in the order in which they are told. */
export const continualNames = Object.keys(continualMethods) as readonly ContinualName[];

/** The method with this name. */
export function continualMethod(name: ContinualName): ContinualMethod {
  return continualMethods[name];
}

/** The names of the methods that have an option. */
export function methodsWith(option: keyof MethodOptions): readonly ContinualName[] {
  return continualNames.filter((name) => continualMethod(name).options[option] !== undefined);
}
