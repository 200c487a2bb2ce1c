/** Programs and pages that run an exported generator. */
export { type ExampleKind, exampleKinds, exampleText } from "./examples.ts";
export { type GeneratorFacts, generatorFacts } from "./facts.ts";
export { generatorPage } from "./page.ts";
