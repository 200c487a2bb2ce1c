/** All data sets together: looked up, opened, fetched, their options, rules and documentation. */
export { datasetNameText, datasetOptionSchemas, setsText } from "./describe.ts";
export {
  classCountOf,
  datasetClasses,
  datasetNeeds,
  howToGet,
  imageShapeOf,
  mixtureOf,
} from "./facts.ts";
export { fetchDataset } from "./fetch-dataset.ts";
export { type DatasetName, datasetNames, datasetOf, isDatasetName, records } from "./lookup.ts";
export { measureDataset, openDataset, surveyDataset } from "./open.ts";
export { type DataOptionKey, type DatasetOptions, ownedOptions } from "./options.ts";
export { impliedName, pathFrom, placeKeyOf, placeKeys, startingFrom } from "./places.ts";
export { datasetsTable } from "./reference.ts";
export { type OptionRule, optionRules } from "./rules.ts";
