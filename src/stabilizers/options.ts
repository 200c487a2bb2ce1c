/** Options given to a method directly, without a config around them. */
import type { z } from "zod";
import { EvenkeelError } from "../errors.ts";

/**
 * The options with their defaults.
 *
 * @throws EvenkeelError `CONFIG` naming the method, each wrong option and its rule.
 */
export function parseOptions<Options extends z.ZodObject>(
  method: string,
  schema: Options,
  options: z.input<Options>,
): z.output<Options> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const rules = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new EvenkeelError("CONFIG", `${method}: ${rules.join("; ")}`, {
    cause: parsed.error,
    details: { options },
  });
}
