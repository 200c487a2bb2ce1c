/** `config.yaml` of runs whose networks a program defined: their settings, without networks and images. */
import { z } from "zod";
import { refusal } from "../errors.ts";
import { listIssues, readTextIfPresent } from "../files/index.ts";
import { runSettingsSchema } from "./settings.ts";
import { stringifyYaml } from "./write-yaml.ts";
import { readYaml } from "./yaml.ts";

/** The mark of such a file. */
const MARK = { networks: "own" } as const;

const schema = z.object({
  networks: z.literal(MARK.networks),
  /** A description of the networks. */
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
  return head + stringifyYaml({ ...MARK, architecture, data, settings });
}

/**
 * Reads the `config.yaml` of a run whose networks were defined in a program.
 *
 * @throws EvenkeelError `CONFIG` if it is missing, damaged or belongs to a run that a config describes.
 */
export async function readOwnSettings(path: string): Promise<OwnSettings> {
  const text = (await readTextIfPresent(path)) ?? "";
  const parsed = schema.safeParse(readYaml(text).value);
  if (parsed.success) return parsed.data;
  throw refusal("CONFIG", {
    where: path,
    rule: `must hold the settings of a run whose networks were defined in a program: ${listIssues(parsed.error)}`,
    advice: "Open a run of evenkeel train with openTrained, without a model.",
  });
}

/** Whether the content of a config file belongs to a run whose networks were defined in a program. */
export function isOwnSettings(content: unknown): boolean {
  return (Object(content) as Record<string, unknown>).networks === MARK.networks;
}
