import type { ImageInfo } from '@iexec-sim/docker'
import type { EnclaveConfig, TeeFramework } from '@iexec-sim/protocol'
import type { TeeDriver } from './driver.ts'

/** Label that says which framework an image was prepared for. */
export const FRAMEWORK_LABEL = 'io.iexec-sim.tee.framework'
/** Label that says how many bytes of heap an image's enclave has. */
export const HEAP_LABEL = 'io.iexec-sim.tee.heap-size'

/** The parts of a driver that differ from framework to framework. */
export interface Framework
  extends Pick<
    TeeDriver,
    | 'depositPath'
    | 'encodeSession'
    | 'parseSession'
    | 'appStart'
    | 'sessionVariables'
    | 'workingDir'
  > {
  /** Name of the framework. */
  name: TeeFramework
  /** Whether its enclaves have a fixed heap. */
  hasHeap: boolean
  /**
   * Enclave configuration of an app on chain, besides the fingerprint. Absent: none, and any image
   * runs as it is.
   */
  enclaveConfig?(image: ImageInfo, heapSize: number): Omit<EnclaveConfig, 'fingerprint'>
  /**
   * Identities of an image, 32 bytes of hex each, its own first. @default one, a hash of its files
   * and its start
   */
  fingerprints?(image: ImageInfo): [own: string, ...others: string[]]
}
