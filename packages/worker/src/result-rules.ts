import type { ComputedReader, Generation } from '@iexec-sim/protocol'

/** Rules for reading an app's output as a result. */
export interface ResultRules {
  /** The real program whose rules apply: the Java ones or the Rust post-compute. */
  reader: ComputedReader
  /**
   * Whether `/iexec_out` is the output's place there too, so that a symbolic link may name its
   * target by it.
   */
  mountsOutput: boolean
}

/**
 * The worker itself, for standard tasks: a Java service on the machine, where `/iexec_out` is
 * another folder.
 */
export const STANDARD_RULES: ResultRules = { reader: 'java', mountsOutput: false }

/** The post-compute enclave of each generation. */
export const ENCLAVE_RULES: Record<Generation, ResultRules> = {
  v8: { reader: 'java', mountsOutput: true },
  v9: { reader: 'rust', mountsOutput: true },
}
