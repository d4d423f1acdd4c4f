import type { TeeFramework, TeeFrameworkName } from '@iexec-sim/protocol'

/** What the SMS says of one of the two enclave programs that stand around an app. */
export interface ProgramProperties {
  image: string
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
  entrypoint: string
  heapSizeInBytes: number
}

/** The two enclave programs. */
export interface TeePrograms {
  preCompute: ProgramProperties
  postCompute: ProgramProperties
}

/** Body of `GET /tee/properties/{framework}`. */
export interface TeeProperties {
  teeFramework: TeeFrameworkName
  preComputeProperties: ProgramProperties
  postComputeProperties: ProgramProperties
  lasImage?: string
}

/** A framework's name as the SMS spells it. */
export const frameworkName = (framework: TeeFramework): TeeFrameworkName => framework.toUpperCase() as TeeFrameworkName

/** The SMS's answer on how tasks run under its framework. */
export function teeProperties(framework: TeeFramework, programs: TeePrograms): TeeProperties {
  return {
    teeFramework: frameworkName(framework),
    preComputeProperties: programs.preCompute,
    postComputeProperties: programs.postCompute,
    // Part of every scone answer; no local attestation service runs here, the simulated platform signs evidence itself.
    ...(framework === 'scone' ? { lasImage: 'iexec-sim/las' } : {}),
  }
}
