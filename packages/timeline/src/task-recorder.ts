import type { TaskId } from '@iexec-sim/protocol'
import type { OpenStep, Recorder } from './recorder.ts'
import type { StepEnd, StepStart } from './step.ts'

/** A step of a known task. */
export type StepOfTask = Omit<StepStart, 'taskId' | 'actor'>

/** Takes down what happens to one task at one actor. */
export interface TaskRecorder {
  /** Begins a step. */
  begin(start: StepOfTask): OpenStep
  /** Records a step that takes no time, or is over. */
  note(step: StepOfTask & StepEnd): void
}

/** A recorder for one task. */
export const ofTask = (
  recorder: Recorder,
  about: { taskId: TaskId; actor?: string },
): TaskRecorder => ({
  begin: (start) => recorder.begin({ ...start, ...about }),
  note: (step) => recorder.note({ ...step, ...about }),
})

/** Takes down nothing. */
export const noTask: TaskRecorder = { begin: () => ({ end: () => {} }), note: () => {} }
