/** A config as fields of a form: every key with its value and what may stand there. */
import { readYaml } from "../../config/index.ts";
import { nodeAt } from "../../config/reference/index.ts";
import { allowed, type SchemaNode, variantNames } from "../../schema-text.ts";
import type { FormField } from "../api.ts";
import { configValues } from "../library/index.ts";
import { answerOf, type TrainRequest, trainArguments } from "./cli.ts";

/**
 * The fields of the config that a request leads to.
 *
 * @throws EvenkeelError `USAGE` with all problems of the request.
 */
export async function formFields(request: TrainRequest): Promise<readonly FormField[]> {
  const config = readYaml(await answerOf([...trainArguments(request), "--print-config"])).value;
  return Object.entries(configValues(config)).map(([key, value]) => {
    const path = key.split(".");
    const node = nodeAt(path, config);
    // the name of a method is one of its variants
    const method = path.at(-1) === "name" ? nodeAt(path.slice(0, -1), config) : undefined;
    const variants = method ? variantNames(method) : [];
    return {
      key,
      value,
      about: (variants.length > 0 ? method : node)?.description ?? "",
      allowed: variants.length > 0 ? `one of ${variants.join(", ")}` : node ? allowed(node) : "",
      options: variants.length > 0 ? variants : optionsOf(node),
    };
  });
}

function optionsOf(node: SchemaNode | undefined): readonly string[] {
  if (node?.type === "boolean") return ["true", "false"];
  return node?.enum ?? [];
}
