export { programBundles } from './program-files.ts'
export { ReplicateRunner } from './replicate-runner.ts'
export { Worker } from './worker.ts'
export {
  DEFAULT_LIMITS,
  type ProgramBundles,
  type WorkerContext,
  type WorkerFaults,
  type WorkerLimits,
} from './worker-context.ts'
