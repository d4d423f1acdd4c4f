import { SimError } from '@iexec-sim/base'
import type {
  CollectedFolder,
  ContainerRun,
  ContainerSpec,
  Engine,
  RunOptions,
} from '@iexec-sim/docker'
import { machineNow, type OpenStep, type StepEnd, type TaskRecorder } from '@iexec-sim/timeline'

/**
 * Runs a task container and records its start, its run, the copy of its output and its removal as
 * steps of the task. `collected` is what `onExited` copied. No step has the engine's own text, which
 * may quote the container's variables.
 */
export async function runRecorded(
  engine: Engine,
  spec: ContainerSpec,
  options: RunOptions,
  steps: TaskRecorder,
  collected: () => CollectedFolder | undefined,
): Promise<ContainerRun> {
  const begin = (name: 'container-started' | 'container-ran' | 'output-copied') =>
    steps.begin({ service: 'enclave', name, facts: { image: spec.imageId } })
  const open: OpenStep[] = [begin('container-started')]
  let exitedAt: number | undefined
  let removed: Promise<void> = Promise.resolve()
  const endLast = (end?: StepEnd) => open.at(-1)!.end(end)
  try {
    const run = await engine.runContainer(spec, {
      ...options,
      onStarted: () => {
        endLast()
        open.push(begin('container-ran'))
        options.onStarted?.()
      },
      onExited: async (container) => {
        exitedAt = machineNow()
        open.push(begin('output-copied'))
        await options.onExited?.(container)
        endLast({ facts: sizeOf(collected()) })
      },
      onRemoval: (removal) => {
        const step = steps.begin({ service: 'enclave', name: 'container-removed' })
        void removal.then(() => step.end())
        // Who does not take the removal over gets the run when nothing is left of it.
        if (options.onRemoval) options.onRemoval(removal)
        else removed = removal
      },
    })
    open[1]?.end({ ...endOf(run), endedAt: exitedAt })
    return run
  } catch (error) {
    const cause = error instanceof SimError ? error.code : undefined
    for (const step of open) step.end({ outcome: 'failed', cause })
    throw error
  } finally {
    await removed
  }
}

function endOf({
  exitCode,
  timedOut,
  oomKilled,
  layerFull,
  stdout,
  stderr,
}: ContainerRun): StepEnd {
  const facts = { exitCode, stdoutBytes: stdout.bytes, stderrBytes: stderr.bytes }
  const killedFor = timedOut ? 'time' : layerFull ? 'disk' : oomKilled ? 'memory' : undefined
  return {
    outcome: exitCode === 0 ? 'done' : 'failed',
    facts: killedFor ? { ...facts, killedFor } : facts,
  }
}

const sizeOf = (folder: CollectedFolder | undefined) =>
  folder && { files: folder.files, bytes: folder.bytes, truncated: folder.truncated }
