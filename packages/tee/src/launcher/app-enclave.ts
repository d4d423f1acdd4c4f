import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  CollectedFolder,
  ContainerLimits,
  ContainerRun,
  ContainerSpec,
  ContainerTask,
  Engine,
  FolderLimits,
  ImageConfig,
  OutputCapture,
  RunOptions,
  Slot,
} from '@iexec-sim/docker'
import { OUTPUT_FOLDER } from '@iexec-sim/docker'
import { noTask, type TaskRecorder, timed } from '@iexec-sim/timeline'
import type { SessionAddress, TeeDriver } from '../drivers/driver.ts'
import type { Platform } from '../evidence/platform.ts'
import { attest } from './attestation.ts'
import { runRecorded } from './container-steps.ts'
import { refuseUnstartable, withoutEngineText } from './enclave-failure.ts'

/**
 * An app to run in an enclave. Neither variables nor mounts nor a start command can be given: the
 * session says them.
 */
export interface AppEnclave extends SessionAddress {
  /** Name or content id of the app's image; what is measured is what runs. */
  imageRef: string
  /**
   * The app's checksum on chain, `0x` and 64 hex digits. An image that is known by several
   * fingerprints is attested by this one if it is among them.
   */
  checksum?: string | undefined
  /** The deal's arguments, split. */
  args: readonly string[]
  /** The worker slot whose network the app joins. */
  slot?: Slot | undefined
  /** Name of the container. */
  name?: string | undefined
  /** The run of a task the container is for. */
  task?: ContainerTask | undefined
  /** Folder whose files appear in `/iexec_in`. */
  inputDir?: string | undefined
  /** Folder the output is copied to. */
  outputDir: string
  /** Limits of the copied output. */
  outputLimits: FolderLimits
  /** Container limits that differ from the defaults. */
  limits?: Partial<ContainerLimits> | undefined
  /** Milliseconds after which the app is killed. */
  timeLimitMs: number
  /** Keeps all of the printed output in files. @default only the tails are kept */
  capture?: OutputCapture | undefined
  /** Ends the run; its reason is thrown then. */
  signal?: AbortSignal | undefined
  /** Takes down the steps of the enclave. @default none */
  steps?: TaskRecorder | undefined
  /** Called when the engine is told to start the container. */
  onStarting?: (() => void) | undefined
  /** Called with the removal of the container, as a run of the engine calls it. */
  onRemoval?: ((removal: Promise<void>) => void) | undefined
}

/** End of an app. A failing app is a result, not an error. */
export interface AppRun extends ContainerRun {
  /** Files copied out of `/iexec_out`. */
  output: CollectedFolder
  /**
   * Text of `computed.json` when there is one, even when the rest of the output is too large to
   * copy.
   */
  computedJson?: string
}

/** Longest `computed.json` that is read, bytes: callback data makes it long. */
const MOST_COMPUTED_BYTES = 1024 ** 2

/** Measures the image, attests it, and runs it with the variables that were released for it. */
export async function runAppEnclave(
  { engine, driver, platform }: { engine: Engine; driver: TeeDriver; platform: Platform },
  app: AppEnclave,
): Promise<AppRun> {
  const { steps = noTask } = app
  const { imageId, fingerprint, heapSize } = await timed(
    steps,
    { service: 'enclave', name: 'measured', facts: { stage: 'app', image: app.imageRef } },
    () => driver.measure(engine, app.imageRef, app.checksum?.slice(2)),
    (measured) => ({ facts: { fingerprint: measured.fingerprint, imageId: measured.imageId } }),
  )
  const { sessionId, provisioningUrl, signal } = app
  const { framework } = driver
  const session = { sessionId, provisioningUrl }
  const provisions = await attest({
    ...session,
    framework,
    stage: 'app',
    fingerprint,
    platform,
    signal,
    steps,
  })
  const spec: ContainerSpec = {
    imageId,
    name: app.name,
    task: app.task,
    ...driver.appStart(provisions.command, app.args, await ownStart(engine, imageId, app)),
    workingDir: driver.workingDir,
    environment: { ...driver.sessionVariables(session, heapSize), ...provisions.environment },
    slot: app.slot,
    limits: app.limits,
    timeLimitMs: app.timeLimitMs,
    inputDir: app.inputDir,
    capture: app.capture,
  }
  refuseUnstartable(spec.environment)
  try {
    return await runAndCollect(engine, spec, app)
  } catch (error) {
    signal?.throwIfAborted()
    throw withoutEngineText(error)
  }
}

/** Default start of the image, used if the deal has no arguments. */
async function ownStart(
  engine: Engine,
  imageId: string,
  { args }: AppEnclave,
): Promise<ImageConfig | undefined> {
  return args.length === 0 ? (await engine.requireImage(imageId)).config : undefined
}

async function runAndCollect(
  engine: Engine,
  spec: ContainerSpec,
  app: AppEnclave,
): Promise<AppRun> {
  let output: CollectedFolder = { files: 0, bytes: 0, truncated: false }
  let computed: Buffer | undefined
  const hooks: RunOptions = {
    signal: app.signal,
    onStarting: app.onStarting,
    onRemoval: app.onRemoval,
    onExited: async (container) => {
      output = await container.collectFolder(OUTPUT_FOLDER, app.outputDir, app.outputLimits)
      computed = output.truncated
        ? await container.readFile(`${OUTPUT_FOLDER}/computed.json`, MOST_COMPUTED_BYTES)
        : await readCopied(join(app.outputDir, 'computed.json'))
    },
  }
  const run = await runRecorded(engine, spec, hooks, app.steps ?? noTask, () => output)
  return { ...run, output, ...(computed && { computedJson: computed.toString('utf8') }) }
}

/** A file among those copied out, where everything came out: one question less to the engine. */
async function readCopied(path: string): Promise<Buffer | undefined> {
  const entry = await stat(path).catch(() => undefined)
  return entry?.isFile() && entry.size <= MOST_COMPUTED_BYTES ? readFile(path) : undefined
}
