/** `evenkeel train --from`: the config of a run that starts from another one's weights. */
import type { Config } from "../../config/index.ts";
import { tell } from "../../terminal/terminal.ts";
import { formatNumber } from "../../text.ts";
import { FROM_RATES, type StartFrom, startingFromRun } from "../../training/index.ts";

/** The config as it is, or that of a run that starts from another one; tells the learning rates. */
export async function startedFrom(config: Config, from: StartFrom | undefined): Promise<Config> {
  if (from === undefined) return config;
  const started = await startingFromRun(config, from);
  const change = (player: "generator" | "discriminator") => {
    const [before, now] = [config, started].map(({ [player]: { optimizer } }) =>
      formatNumber(optimizer.learningRate),
    );
    return `${player} ${before} → ${now}`;
  };
  const { rates = FROM_RATES } = from;
  if (rates !== 1) {
    tell(
      `learning rates times ${formatNumber(rates)}, as the weights are trained and the optimizers are not (--from-rates 1 keeps them): ${change("generator")}, ${change("discriminator")}`,
    );
  }
  return started;
}
