export { machineNow } from './book/steps.ts'
export {
  TimelineBook,
  type TimelineBookOptions,
  type TimelineChange,
} from './book/timeline-book.ts'
export { type Finding, type LeakEncoding, SHORTEST_CANARY } from './finding.ts'
export { LiveLogs, type PrintedChunk } from './live-logs.ts'
export { type OpenStep, type Recorder, recordNothing, timed } from './recorder.ts'
export type { SecretEvent, SecretEventKind, SecretRef, SecretSummary } from './secret-event.ts'
export {
  type Facts,
  STEP_NAMES,
  type Step,
  type StepEnd,
  type StepName,
  type StepOutcome,
  type StepService,
  type StepStart,
} from './step.ts'
export { noTask, ofTask, type StepOfTask, type TaskRecorder } from './task-recorder.ts'
export { type TaskFailureReason, whyFailed } from './why-failed.ts'
