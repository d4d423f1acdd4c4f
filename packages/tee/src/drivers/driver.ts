import type { Engine, ImageConfig } from '@iexec-sim/docker'
import type {
  EnclaveConfig,
  SessionSpec,
  Stage,
  StageSpec,
  TeeFramework,
} from '@iexec-sim/protocol'

/** An image as an enclave: its content id and its measurement. */
export interface Measurement {
  /** `sha256:` and 64 hex digits. */
  imageId: string
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
  /** Bytes of enclave heap the image was prepared with. */
  heapSize?: number
}

/** Recipe of an image's TEE variant. */
export interface PrepareOptions {
  /** Name of the variant. @default the image's name with `tee-<framework>` at the end of its tag */
  to?: string | undefined
  /** Bytes of enclave heap; scone only. @default 1 GiB */
  heapSize?: number | undefined
}

/** The TEE variant of an image, and its enclave configuration on chain. */
export interface PreparedImage extends Measurement {
  /** Name of the variant. */
  image: string
  /** The image's content id as an app states it: `0x` and 64 hex digits. */
  checksum: `0x${string}`
  /** Absent where the framework asks for none. */
  mrenclave?: EnclaveConfig
}

/** A session as a provisioning service takes it. */
export interface EncodedSession {
  /** Media type of the body. */
  contentType: string
  /** Text of the session, secrets included. */
  body: string
}

/** A session as a provisioning service keeps it: its stages and their variables. */
export interface ProvisionedSession {
  /** Id of the session. */
  sessionId: string
  /** Stages by name. */
  stages: Partial<Record<Stage, StageSpec>>
}

/** Start of an app's container; absent fields default to the image's own. */
export interface AppStart {
  /** Words of the start command. @default the image's ENTRYPOINT */
  entrypoint?: string[]
  /** Arguments, split. @default the image's CMD */
  args?: string[]
}

/** Address at which an enclave fetches its variables. */
export interface SessionAddress {
  /** 10 random characters, `0000` and the task id. */
  sessionId: string
  /** `host:port` of the provisioning service. */
  provisioningUrl: string
}

/** The specifics of one TEE framework. */
export interface TeeDriver {
  /** The framework. */
  readonly framework: TeeFramework
  /** Path sessions are deposited at. */
  readonly depositPath: string
  /**
   * Measures an image of the local engine, by name or content id. The result is kept: an image is
   * read once. Of an image with several fingerprints, `stated` (32 bytes of hex) picks the one;
   * one that the image does not have picks nothing.
   */
  measure(engine: Engine, image: string, stated?: string): Promise<Measurement>
  /** Measures one of the programs that stand around an app. */
  measureProgram(bundlePath: string, stage: Stage): Promise<string>
  /** Makes the TEE variant of an image of the local engine. */
  prepare(engine: Engine, image: string, options?: PrepareOptions): Promise<PreparedImage>
  /** Writes a session in the framework's form. The text holds the secrets. */
  encodeSession(session: SessionSpec): EncodedSession
  /** Reads a session in the framework's form; throws `SESSION_MALFORMED`. */
  parseSession(text: string): ProvisionedSession
  /**
   * Start of the app, given the command of its stage in the session, the deal's arguments and the
   * image's default start. In every framework the deal's arguments replace the image's CMD.
   */
  appStart(
    command: string,
    args: readonly string[],
    image?: Pick<ImageConfig, 'Entrypoint'>,
  ): AppStart
  /** Folder every app starts in, instead of its image's WORKDIR. @default WORKDIR */
  readonly workingDir?: string
  /** Variables that point an app's enclave to its session. They hold no secret. */
  sessionVariables(address: SessionAddress, heapSize: number | undefined): Record<string, string>
}
