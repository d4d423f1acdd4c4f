import type { Generation, TeeFramework, TeeFrameworkName } from '@iexec-sim/protocol'

/** Properties of an enclave program (pre- or post-compute), as the SMS reports them. */
export interface ProgramProperties {
  /** Name of the program's image. */
  image: string
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
  /** Command that starts the enclave. */
  entrypoint: string
  /** Heap of the enclave, bytes. */
  heapSizeInBytes: number
}

/** The two enclave programs. */
export interface TeePrograms {
  /** Program that fetches the dataset and the input files. */
  preCompute: ProgramProperties
  /** Program that signs, encrypts and uploads the result. */
  postCompute: ProgramProperties
}

/** Body of `GET /tee/properties/{framework}`. */
export interface TeeProperties {
  /** The framework, in the spelling of the real network. */
  teeFramework: TeeFrameworkName
  /** Said by the v9 generation only. */
  teeFrameworkVersion?: string
  /** The pre-compute program. */
  preComputeProperties: ProgramProperties
  /** The post-compute program. */
  postComputeProperties: ProgramProperties
  /** Image of the local attestation service; scone only. */
  lasImage?: string
}

/** A framework's name as the SMS spells it. */
export const frameworkName = (framework: TeeFramework): TeeFrameworkName =>
  framework.toUpperCase() as TeeFrameworkName

/** Version of each framework's enclaves, as enclave configurations state it. */
export const FRAMEWORK_VERSIONS: Record<TeeFramework, string> = {
  scone: 'v5',
  gramine: 'v0',
  tdx: 'v0.1',
}

/** The SMS's description of how tasks run under its framework. */
export function teeProperties(
  framework: TeeFramework,
  programs: TeePrograms,
  generation: Generation,
): TeeProperties {
  return {
    teeFramework: frameworkName(framework),
    ...(generation === 'v9' ? { teeFrameworkVersion: FRAMEWORK_VERSIONS[framework] } : {}),
    preComputeProperties: programs.preCompute,
    postComputeProperties: programs.postCompute,
    // Part of every scone answer; no local attestation service runs here, the simulated platform
    // signs evidence itself.
    ...(framework === 'scone' ? { lasImage: 'iexec-sim/las' } : {}),
  }
}
