import type { DealId } from '@iexec-sim/protocol'
import { startCli } from './cli.ts'
import { SCENARIO_IMAGE } from './images.ts'

/**
 * Runs a TEE task of the scenario app that sleeps until it is ended; resolves once the app
 * computes.
 */
export async function sleepingRun(stateDir: string, ...options: string[]) {
  const task = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'sleep']
  const run = startCli([...task, ...options, '--state', stateDir])
  const ended = run.then(({ exitCode }) => exitCode)
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    run.stderr.on('data', (chunk) => {
      printed += chunk
      if (printed.includes('COMPUTING')) resolve()
    })
    void ended.then(() => reject(new Error(`The run ended before it computed: ${printed}`)))
  })
  return {
    deal: /deal (0x[0-9a-f]{64})/.exec(printed)![1] as DealId,
    /** Its progress so far. */
    printed: () => printed,
    /** Resolves with its exit code. */
    ended,
    kill: () => run.kill(),
  }
}
