/** The options of `data check`: those of the data sets, from their records. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { datasetOptionSchemas } from "../../data/index.ts";
import { refusedText, type SchemaNode } from "../../schema-text.ts";

/** Adds an option for each key of `data` that a data set reads. */
export function addCheckOptions(command: Command): void {
  for (const [key, schema] of Object.entries<z.ZodType>(datasetOptionSchemas)) {
    const node = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
    const option = new Option(`--${key} <value>`, schema.description).default(
      schema.parse(undefined),
    );
    command.addOption(
      node.enum === undefined
        ? option.argParser((text) => parsed(schema, node, text))
        : option.choices(node.enum),
    );
  }
}

/** The value of an option: a text, else the number that it stands for. */
function parsed(schema: z.ZodType, node: SchemaNode, text: string): unknown {
  const numbers = text.trim() === "" ? [] : [Number(text)];
  for (const value of [text, ...numbers]) if (schema.safeParse(value).success) return value;
  throw new InvalidArgumentError(`must be ${refusedText(node, text)}.`);
}
