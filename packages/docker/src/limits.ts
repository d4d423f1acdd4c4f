/** Resource limits of a task container. */
export interface ContainerLimits {
  /** Bytes of memory, without swap beyond it. Going over ends the container with exit code 137. */
  memoryBytes: number
  /** Processes and threads at once. */
  processes: number
  /** Processors; fractions are allowed. */
  cpus: number
  /** Bytes one file may have. */
  fileBytes: number
  /** Bytes of shared memory in `/dev/shm`. */
  sharedMemoryBytes: number
  /**
   * Bytes written outside of `/iexec_in` and `/iexec_out`, in `/tmp` for example; looked at every
   * two seconds.
   */
  layerBytes: number
}

/** Default limits of a task container. */
export const DEFAULT_LIMITS: ContainerLimits = {
  memoryBytes: 2 * 1024 ** 3,
  processes: 512,
  cpus: 1,
  fileBytes: 4 * 1024 ** 3,
  sharedMemoryBytes: 64 * 1024 ** 2,
  layerBytes: 4 * 1024 ** 3,
}

/** Limits of copying a folder out of a container. */
export interface FolderLimits {
  /** Bytes of file contents altogether. */
  maxBytes: number
  /** Entries of any kind. */
  maxFiles: number
}
