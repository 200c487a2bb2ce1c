/** Trains a classifier. */
export { type Mixup, mixupOf } from "./mixup.ts";
export { type Schedule, scheduled, scheduleSchema } from "./schedule.ts";
export {
  type ClassifierTraining,
  type StepTaken,
  type TrainingOptions,
  type TrainingState,
  trainClassifier,
} from "./train.ts";
