/** The settings of a classifier, and what they stand for. */
export { assembleClassifier, assembleTraining, type ClassifierTask } from "./assemble.ts";
export { classifierSettings } from "./resolve.ts";
export {
  type ClassifierSettings,
  type ClassifierSettingsInput,
  classifierSettingsSchema,
} from "./settings.ts";
export { settingsTable, settingText } from "./text.ts";
