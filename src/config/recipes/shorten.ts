/** Shorter versions of a run. */
import { refusal } from "../../errors.ts";
import type { Config } from "../schema.ts";

/** The maximum length of a run's name. */
const LONGEST_NAME = 100;

/**
 * The config with `times` times fewer generator steps, rounded up. Everything counted in generator steps
 * shrinks with them, but not below 1: where a schedule begins, and the steps between log records, sample
 * grids, checkpoints and evaluations. A 0, which means never, stays 0. Rates, momenta, batch sizes,
 * widths and discriminator steps do not change. `-short-<times>` is appended to the name.
 *
 * @param times a whole number, at least 1 (the unchanged config) and at most the config's steps.
 * @throws EvenkeelError `CONFIG` for any other number.
 */
export function shortenConfig(config: Config, times: number): Config {
  if (!Number.isInteger(times) || times < 1 || times > config.steps) {
    throw refusal("CONFIG", {
      where: "shorten",
      rule: `must be a whole number in [1, ${config.steps}], the config's steps`,
      got: times,
    });
  }
  if (times === 1) return config;
  const suffix = `-short-${times}`;
  const interval = (steps: number) => (steps === 0 ? 0 : Math.max(1, Math.round(steps / times)));
  return {
    ...config,
    name: `${config.name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`,
    steps: Math.ceil(config.steps / times),
    generator: { ...config.generator, schedule: shorter(config.generator.schedule, times) },
    discriminator: {
      ...config.discriminator,
      schedule: shorter(config.discriminator.schedule, times),
    },
    logEvery: interval(config.logEvery),
    sampleEvery: interval(config.sampleEvery),
    checkpointEvery: interval(config.checkpointEvery),
    evaluate: { ...config.evaluate, every: interval(config.evaluate.every) },
  };
}

type Schedule = Config["generator"]["schedule"];

/** Rounded down, so that it begins before the last step. */
function shorter(schedule: Schedule, times: number): Schedule {
  return schedule.name === "linear"
    ? { ...schedule, from: Math.floor(schedule.from / times) }
    : schedule;
}
