/** The setting of a config that was meant by an option which a command does not have. */
import type { Command, CommanderError } from "commander";
import { shell } from "../../text.ts";

/**
 * How to set the config key that is named like an unknown option, such as `--set steps=5` for `--steps 5`;
 * `undefined` for other errors, for a command without `--set` and where no key has the name.
 */
export async function settingMeant(error: CommanderError): Promise<string | undefined> {
  const { command } = error as CommanderError & { readonly command?: Command };
  const [, option] = /^error: unknown option '(--[^']+)'/.exec(error.message) ?? [];
  if (option === undefined || !command?.options.some(({ long }) => long === "--set"))
    return undefined;
  const { keysNamed } = await import("../../config/index.ts");
  const [flag = "", written] = option.split(/=(.*)/s);
  const keys = keysNamed(flag.slice(2));
  if (keys.length === 0) return undefined;
  const value = written ?? valueAfter(option, rootOf(command)) ?? "VALUE";
  const settings = keys.map((key) => shell`--set ${key}=${value}`);
  return `A key of the config is set with --set: ${settings.join(" or ")}`;
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** The word after an option, unless that is an option too. */
function valueAfter(option: string, program: Command): string | undefined {
  const { rawArgs } = program as Command & { readonly rawArgs: readonly string[] };
  const next = rawArgs[rawArgs.indexOf(option) + 1];
  return next?.startsWith("--") ? undefined : next;
}
