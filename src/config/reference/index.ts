/** What may stand in a config: its JSON Schema and the page that explains every key. */
export { configJsonSchema, nodeAt } from "./json-schema.ts";
export { configMarkdown } from "./markdown.ts";
