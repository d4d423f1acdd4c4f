import { existsSync, readdirSync } from 'node:fs'
import {
  type Bytes32,
  type ComputedFile,
  enclaveConfigViolations,
  type PostComputeCause,
  type PreComputeCause,
  TEE_SESSION_GENERATION_ERRORS,
  type TeeFramework,
  tokenizeArgs,
} from '@iexec-sim/protocol'
import { type CreatedSession, SessionRefused } from '@iexec-sim/sms/client'
import {
  AttestationRefused,
  type EnclaveLauncher,
  type PreparedProgram,
  type ProgramRun,
} from '@iexec-sim/tee'
import { withFault } from '../faults/with-fault.ts'
import type { PostComputeParameters } from '../programs/post-compute.ts'
import type { PreComputeReport } from '../programs/pre-compute.ts'
import { stepsOf } from '../steps.ts'
import { type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import {
  containerOf,
  couldNotRun,
  judgeApp,
  keepOutputFiles,
  outputCapture,
} from './app-outcome.ts'
import { noteDigest } from './note-digest.ts'
import { placeFile, tooLargeReason } from './output-files.ts'
import { teeServices } from './tee-services.ts'

/** Runs a TEE task: a session, then pre-compute, app and post-compute, each attested on its own. */
export async function computeTee(
  context: WorkerContext,
  run: DescribedRun,
  framework: TeeFramework,
): Promise<void> {
  checkEnclave(context, run)
  const { launcher, smsUrl } = teeServices(context, run, framework)
  // Its process starts while the SMS makes the session.
  const before = hasPreCompute(run)
    ? launcher.prepareProgram({ stage: 'pre-compute', bundlePath: context.programs.preCompute })
    : undefined
  let postCompute: PreparedProgram | undefined
  // Its process starts while the app's container does, and waits to be told what to do.
  const prepare = (): PreparedProgram => {
    const bundlePath = context.programs.postCompute
    postCompute ??= launcher.prepareProgram({ stage: 'post-compute', bundlePath })
    return postCompute
  }
  try {
    const session = await createSession(context, run, smsUrl)
    if (before)
      await withFault('pre-compute', context, run, (here) => preCompute(here, run, before, session))
    await withFault('app', context, run, (here) => runApp(here, run, launcher, session, prepare))
    await withFault('post-compute', context, run, (here) =>
      runPostCompute(here, run, prepare(), session),
    )
  } finally {
    before?.cancel()
    postCompute?.cancel()
  }
}

function checkEnclave({ limits }: WorkerContext, run: DescribedRun): void {
  const { enclave, framework } = run.description
  if (framework === 'tdx') return
  if (!enclave) throw new TaskFailure('PRE_COMPUTE_MISSING_ENCLAVE_CONFIGURATION')
  const violations = enclaveConfigViolations(enclave)
  if (violations.length > 0)
    throw new TaskFailure('PRE_COMPUTE_INVALID_ENCLAVE_CONFIGURATION', {
      diagnosis: violations.join(', '),
    })
  if ((enclave.heapSize ?? 0) > limits.maxHeapBytes) {
    throw new TaskFailure('PRE_COMPUTE_INVALID_ENCLAVE_HEAP_CONFIGURATION', {
      diagnosis: `heap of ${enclave.heapSize} bytes, at most ${limits.maxHeapBytes}`,
    })
  }
}

async function createSession(
  context: WorkerContext,
  run: DescribedRun,
  smsUrl: string,
): Promise<CreatedSession> {
  try {
    return await context.sms(smsUrl).createSession(run.authorization, context.wallet)
  } catch (error) {
    const reason =
      error instanceof SessionRefused && TEE_SESSION_GENERATION_ERRORS.includes(error.reason)
        ? error.reason
        : 'UNKNOWN_ISSUE'
    throw new TaskFailure(`TEE_SESSION_GENERATION_${reason}`, {
      diagnosis: (error as Error).message,
    })
  }
}

function hasPreCompute({ description }: DescribedRun): boolean {
  const { dataset, params, generation } = description
  const isBulk = generation === 'v9' && params.bulkCid !== ''
  return dataset !== undefined || params.inputFiles.length > 0 || isBulk
}

async function preCompute(
  context: WorkerContext,
  run: DescribedRun,
  program: PreparedProgram,
  session: CreatedSession,
): Promise<void> {
  const { maxExecutionTime } = run.description
  if (!existsSync(context.programs.preCompute)) throw new TaskFailure('PRE_COMPUTE_IMAGE_MISSING')
  const address = { sessionId: session.sessionId, provisioningUrl: session.secretProvisioningUrl }
  const ended = await orUnknown(run, 'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE', () =>
    program.run({
      ...address,
      timeLimitMs: maxExecutionTime * 1000,
      signal: run.signal,
      steps: stepsOf(context, run),
      parameters: {
        inputDir: run.inputDir,
        gatewayUrl: context.gatewayUrl,
        inputHosts: context.inputHosts,
        maxBytes: context.limits.maxInputBytes,
        timeoutMs: maxExecutionTime * 1000,
      },
    }),
  )
  if (ended.timedOut) throw new TaskFailure('PRE_COMPUTE_TIMEOUT')
  const failure = failureOf<PreComputeCause>(ended, 'PRE_COMPUTE')
  if (failure) throw failure
  const { missingDatasets = [] } = (ended.report ?? {}) as Partial<PreComputeReport>
  if (missingDatasets.length > 0)
    context.log.warn(
      { taskId: run.taskId, missingDatasets },
      'datasets of the slice could not be used',
    )
}

async function runApp(
  context: WorkerContext,
  run: DescribedRun,
  launcher: EnclaveLauncher,
  session: CreatedSession,
  onStarting: () => void,
): Promise<void> {
  const { image, checksum, params, maxExecutionTime } = run.description
  const { limits } = context
  const slot = await context.slot()
  try {
    const ended = await launcher.runApp({
      sessionId: session.sessionId,
      provisioningUrl: session.secretProvisioningUrl,
      imageRef: image,
      checksum,
      args: tokenizeArgs(params.args),
      slot,
      ...containerOf(context, run),
      ...(readdirSync(run.inputDir).length > 0 ? { inputDir: run.inputDir } : {}),
      outputDir: run.outputDir,
      outputLimits: { maxBytes: limits.maxResultBytes, maxFiles: limits.maxResultFiles },
      limits: { memoryBytes: limits.memoryBytes },
      timeLimitMs: maxExecutionTime * 1000,
      capture: outputCapture(context, run),
      signal: run.signal,
      steps: stepsOf(context, run),
      onStarting,
      onRemoval: (removal) => {
        run.removal = removal
      },
    })
    await judgeApp(context, run, slot, ended)
    run.collected = ended.output
    // The copy may have ended before it got to the file that says what the result is.
    if (run.tooLarge && ended.computedJson !== undefined)
      placeFile(run, 'computed.json', ended.computedJson)
  } catch (error) {
    run.signal.throwIfAborted()
    throw couldNotRun(run, slot, error)
  }
  keepOutputFiles(context, run)
}

async function runPostCompute(
  context: WorkerContext,
  run: DescribedRun,
  program: PreparedProgram,
  session: CreatedSession,
): Promise<void> {
  if (!existsSync(context.programs.postCompute)) throw new TaskFailure('POST_COMPUTE_IMAGE_MISSING')
  const parameters: PostComputeParameters = {
    output: run.outputCopy,
    tempDir: run.tempDir,
    dropped: run.collected?.dropped ?? [],
    clashes: run.collected?.clashes ?? [],
    ...(run.tooLarge ? { tooLarge: tooLargeReason(context) } : {}),
    resultProxyUrl: context.resultProxyUrl,
    dropboxUrl: context.dropboxUrl,
  }
  const ended = await orUnknown(run, 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE', () =>
    program.run({
      sessionId: session.sessionId,
      provisioningUrl: session.secretProvisioningUrl,
      parameters,
      timeLimitMs: run.description.maxExecutionTime * 1000,
      signal: run.signal,
      steps: stepsOf(context, run),
    }),
  )
  if (ended.timedOut) throw new TaskFailure('POST_COMPUTE_TIMEOUT')
  const failure = failureOf<PostComputeCause>(ended, 'POST_COMPUTE')
  if (failure) throw failure
  const { computed } = (ended.report ?? {}) as { computed?: ComputedFile }
  if (!computed) throw new TaskFailure('POST_COMPUTE_COMPUTED_FILE_NOT_FOUND')
  const digest = computed['result-digest']
  if (!digest) throw new TaskFailure('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED')
  noteDigest(context, run, digest, computed)
  run.result = { digest: digest as Bytes32, computed }
}

/**
 * Cause of a program's exit code; `undefined` for success. Unknown codes count as success, as in
 * the real network.
 */
function failureOf<C extends PreComputeCause | PostComputeCause>(
  { exitCode, report }: ProgramRun,
  stage: 'PRE_COMPUTE' | 'POST_COMPUTE',
): TaskFailure | undefined {
  const { cause, reason } = (report ?? {}) as { cause?: C; reason?: string }
  const details = reason ? { diagnosis: reason } : {}
  if (exitCode === 1) return new TaskFailure(cause ?? `${stage}_FAILED_UNKNOWN_ISSUE`, details)
  if (exitCode === 2) return new TaskFailure(`${stage}_EXIT_REPORTING_FAILED`)
  return exitCode === 3 ? new TaskFailure(`${stage}_TASK_ID_MISSING`) : undefined
}

/**
 * A refused attestation has no cause of its own in the real network; the true reason goes to
 * `task show`.
 */
async function orUnknown(
  run: DescribedRun,
  cause: PreComputeCause | PostComputeCause,
  work: () => Promise<ProgramRun>,
): Promise<ProgramRun> {
  try {
    return await work()
  } catch (error) {
    run.signal.throwIfAborted()
    const refused = error instanceof AttestationRefused ? 'attestation refused: ' : ''
    throw new TaskFailure(cause, { diagnosis: refused + (error as Error).message })
  }
}
