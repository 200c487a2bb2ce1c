/** `config.yaml` of runs whose networks a program defined: their settings, without networks and images. */
import { stringify } from "yaml";
import { z } from "zod";
import { EvenkeelError } from "../errors.ts";
import { listIssues, readTextIfPresent } from "../files/index.ts";
import { runSettingsSchema } from "./settings.ts";
import { readYaml } from "./yaml.ts";

/** What marks such a file. */
const MARK = { networks: "own" } as const;

const schema = z.object({
  networks: z.literal(MARK.networks),
  /** The networks in words. */
  architecture: z.string(),
  /** The data set's name. */
  data: z.string(),
  settings: runSettingsSchema,
});

/** The content of such a file. */
export type OwnSettings = Omit<z.output<typeof schema>, "networks">;

/** The settings of a run as the text of a YAML file that {@link readOwnSettings} reads back. */
export function stringifyOwnSettings({ architecture, data, settings }: OwnSettings): string {
  const head = "# The settings of a run whose networks a program defined, defaults included.\n";
  return head + stringify({ ...MARK, architecture, data, settings });
}

/**
 * Reads the `config.yaml` of a run whose networks a program defined.
 *
 * @throws EvenkeelError `CONFIG` if it is missing, damaged or of a run that a config describes.
 */
export async function readOwnSettings(path: string): Promise<OwnSettings> {
  const text = (await readTextIfPresent(path)) ?? "";
  const parsed = schema.safeParse(readYaml(text).value);
  if (parsed.success) return parsed.data;
  throw new EvenkeelError(
    "CONFIG",
    `${path}: must hold the settings of a run whose networks a program defined: ${listIssues(parsed.error)}`,
    { advice: "A run of evenkeel train is opened with openTrained, without a model." },
  );
}

/** Whether a config file's content is of a run whose networks a program defined. */
export function isOwnSettings(content: unknown): boolean {
  return (Object(content) as Record<string, unknown>).networks === MARK.networks;
}
