/** Configs of runs that start from the weights of other runs. */
import type { Config } from "../config/index.ts";
import { openSource, type SourceRequest } from "../runs/trained/index.ts";

/** Another run to start from. */
export interface StartFrom extends Pick<SourceRequest, "run"> {
  /** Its checkpoint: a generator step, `best` or `latest` (default). */
  readonly step?: SourceRequest["step"] | undefined;
  /**
   * What both learning rates are multiplied by; default {@link FROM_RATES}. A rate suits weights that are drawn;
   * an optimizer that begins on trained ones, without its moments, takes larger steps than the run before.
   */
  readonly rates?: number | undefined;
}

/** What learning rates are multiplied by where a run starts from another one's weights. */
export const FROM_RATES = 0.5;

/**
 * A config whose run starts from a checkpoint of another run: the key `from` names that checkpoint with its
 * digest, and both learning rates are multiplied. The rates in the config are the ones that are used.
 *
 * @throws EvenkeelError `RUN_FOLDER` or `CHECKPOINT` if there is nothing sound to start from.
 */
export async function startingFromRun(
  config: Config,
  { run: folder, step: wanted = "latest", rates = FROM_RATES }: StartFrom,
): Promise<Config> {
  const { run, step, sha256 } = await openSource({ run: folder, step: wanted });
  const { generator, discriminator } = config;
  const multiplied = <Player extends Config["generator"] | Config["discriminator"]>(
    player: Player,
  ): Player => ({
    ...player,
    optimizer: { ...player.optimizer, learningRate: rates * player.optimizer.learningRate },
  });
  return {
    ...config,
    from: { run, step, sha256 },
    generator: multiplied(generator),
    discriminator: multiplied(discriminator),
  };
}
