/** Bounds of a task on this worker. */
export interface WorkerLimits {
  /** Memory of an app container, bytes. @default 2 GiB */
  memoryBytes: number
  /** Largest enclave heap an app may ask for, bytes. @default 8 GiB */
  maxHeapBytes: number
  /** Largest result, bytes. @default 256 MiB */
  maxResultBytes: number
  /** Largest dataset or input file, bytes. @default 1 GiB */
  maxInputBytes: number
  /** Most files of a result. @default 10,000 */
  maxResultFiles: number
}

/** The default limits of a worker. */
export const DEFAULT_LIMITS: WorkerLimits = {
  memoryBytes: 2 * 1024 ** 3,
  maxHeapBytes: 8 * 1024 ** 3,
  maxResultBytes: 256 * 1024 ** 2,
  maxInputBytes: 1024 ** 3,
  maxResultFiles: 10_000,
}
