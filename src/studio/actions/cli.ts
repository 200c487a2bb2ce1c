/** The command line as a process of its own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { EvenkeelError, refusal } from "../../errors.ts";

/** The command line's file, as it is built. */
export const MAIN = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

/** What to train: what `evenkeel train` is given. */
export interface TrainRequest {
  /** A recipe's name, the path of a config, or a folder, zip or tar of images. */
  readonly source: string;
  /** Settings `key=value`. */
  readonly set: readonly string[];
}

/**
 * The arguments of `evenkeel train` for a request.
 *
 * @throws EvenkeelError `USAGE` for a source that is missing, or would be read as an option.
 */
export function trainArguments({ source, set }: TrainRequest): readonly string[] {
  if (source === "" || source.startsWith("-")) {
    throw refusal("USAGE", {
      where: "source",
      rule: "must be a recipe, a config or a folder of images",
      got: source,
      advice: "evenkeel train --list has the recipes.",
    });
  }
  return ["train", source, ...set.map((one) => `--set=${one}`)];
}

/** How the command line is asked. */
export interface AskOptions {
  /** Its file. */
  readonly main?: string | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Called with each piece that it prints on stderr. */
  readonly onStderr?: (text: string) => void;
}

/**
 * What the command line prints on stdout.
 *
 * @throws EvenkeelError `USAGE` with what it prints on stderr if it ends with another code than 0.
 */
export async function answerOf(
  args: readonly string[],
  { main = MAIN, signal, onStderr }: AskOptions = {},
): Promise<string> {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    out += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    err += part;
    onStderr?.(part);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return out;
  throw new EvenkeelError("USAGE", err.trim().replace(/^error: /, "") || `exit code ${code}`);
}
