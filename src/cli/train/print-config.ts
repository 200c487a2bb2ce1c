/** Prints the complete config, as the start of a config file of one's own. */
import { type ConfigRequest, commentedConfig, requestedConfig } from "../../config/index.ts";
import { printText } from "../shared/terminal.ts";

/** Prints the complete config as YAML, with what is known of its recipe as comments. */
export async function printConfig(request: ConfigRequest): Promise<void> {
  const config = await requestedConfig(request);
  const { shorten = 1 } = request;
  const notes = shorten > 1 ? [`Shortened ${shorten} times by --shorten.`] : [];
  printText(commentedConfig(config, notes));
}
