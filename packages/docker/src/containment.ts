import type { ContainerCreateOptions } from 'dockerode'
import type { ContainerLimits } from './limits.ts'

/** Folder that holds the certificates a task container trusts. */
export const TRUST_FOLDER = '/iexec-sim'

/**
 * The part of the host configuration that holds a process in: shared by task containers and the
 * simulator's own services.
 */
export function containment(
  limits: ContainerLimits,
): NonNullable<ContainerCreateOptions['HostConfig']> {
  return {
    Privileged: false,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
    PidsLimit: limits.processes,
    CpuPeriod: 100_000,
    CpuQuota: Math.round(limits.cpus * 100_000),
    Ulimits: [
      { Name: 'fsize', Soft: limits.fileBytes, Hard: limits.fileBytes },
      { Name: 'core', Soft: 0, Hard: 0 },
    ],
    ShmSize: limits.sharedMemoryBytes,
    IpcMode: 'private',
    LogConfig: { Type: 'none', Config: {} },
    RestartPolicy: { Name: 'no' },
  }
}
