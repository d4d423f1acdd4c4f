import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning, processId } from '@iexec-sim/base'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BackgroundStart, startInBackground } from './start-in-background.ts'

let state: string
let log: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'iexec-sim-background-'))
  log = join(state, 'up.log')
})
afterEach(() => rmSync(state, { recursive: true }))

/** Starts a shell in place of a network; the script knows the state folder as `$1`. */
const start = (script: string, times: Partial<BackgroundStart> = {}) =>
  startInBackground({
    command: ['/bin/sh', '-c', script, 'sh', state],
    states: [state],
    log,
    ...times,
  })

/** Whether the processes that a log names still run. */
const running = () =>
  readFileSync(log, 'utf8')
    .match(/\d+/g)!
    .map((pid) => isRunning(processId(Number(pid))))

/** Starts a process that stays, and logs its number and that of the shell. */
const WITH_CHILD = 'sleep 1000 & echo "shell $$" >&2; echo "child $!" >&2;'

test('a process that is not ready in time is killed with its group, and the error shows its last lines', async () => {
  const script = `trap '' TERM; ${WITH_CHILD} wait`
  await expect(start(script, { timeoutMs: 1_000, graceMs: 50 })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: 'The network did not start: it was not ready within 1 s.',
    help: expect.stringMatching(/The log ends with:\n {4}shell \d+\n {4}child \d+$/),
  })
  await expect.poll(running).toEqual([false, false])
})

test('a process that is not ready in time has a grace period to stop by itself', async () => {
  const script = `trap 'echo stopped >&2; exit' TERM; ${WITH_CHILD} wait`
  await expect(start(script, { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'START_FAILED' })
  expect(readFileSync(log, 'utf8')).toMatch(/stopped\n$/)
  await expect.poll(running).toEqual([false, false])
})

test('a program that cannot be started fails at once', async () => {
  const command = ['/nowhere/at-all'] as const
  await expect(startInBackground({ command, states: [state], log })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('ENOENT'),
  })
})

test('a process that ends with a JSON error fails with that error', async () => {
  const script = `echo 'some warning' >&2; echo '{"error":{"message":"No.","help":"Try."}}' >&2`
  await expect(start(script)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: 'The network did not start: No.',
    help: 'Try.',
  })
})

test('a process that ends otherwise fails with the last lines of its log', async () => {
  await expect(start('seq 100000 >&2')).rejects.toMatchObject({
    message: 'The network did not start: its process ended.',
    help: expect.stringMatching(/with:\n {4}99996\n {4}99997\n {4}99998\n {4}99999\n {4}100000$/),
  })
})

test('a process whose network is ready keeps running', async () => {
  const script = `
    printf token >"$1/control.token"
    printf '{"pid":%s,"startTicks":0}' $$ >"$1/network.json"
    exec sleep 1000`
  const [sheet] = await start(script)
  expect(isRunning(processId(sheet!.pid))).toBe(true)
  process.kill(-sheet!.pid, 'SIGKILL')
})
