import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '@iexec-sim/docker'
import type { SessionSpec } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import {
  AttestationRefused,
  gramineDriver,
  type ProgramStage,
  sconeDriver,
  tdxDriver,
} from '../src/index.ts'
import { openEnclaves } from './support/enclaves.ts'
import { APP_SECRET, POST_SECRET, sessionSpec } from './support/session.ts'

const NO_ENGINE = {} as Engine
const READ_INPUT =
  'let text = ""; for await (const part of process.stdin) text += part; const input = JSON.parse(text);'
const drivers = [sconeDriver(), gramineDriver(), tdxDriver()]

describe.each(drivers.map((driver) => [driver.framework, driver] as const))(
  'a program under %s',
  (framework, driver) => {
    const enclaves = openEnclaves(driver, NO_ENGINE)
    let count = 0

    /** A program as post-compute, with a session that names it. */
    async function program(source: string, stage: ProgramStage = 'post-compute') {
      const bundlePath = join(enclaves.dir, `program-${count}.mjs`)
      writeFileSync(bundlePath, READ_INPUT + source)
      const spec: SessionSpec = sessionSpec(framework, { sessionId: `program-${count++}` })
      spec.stages['post-compute'].fingerprint = await driver.measureProgram(
        bundlePath,
        'post-compute',
      )
      await enclaves.depositor.deposit(spec)
      return {
        stage,
        bundlePath,
        ...enclaves.address(spec),
        parameters: { path: '/tmp/x' },
        timeLimitMs: 20_000,
      }
    }

    it('gets the variables of its stage and its parameters, and has an empty environment', async () => {
      const source =
        'process.stdout.write(JSON.stringify({ ...input, env: process.env, argv: process.argv.length }))'
      const { exitCode, timedOut, report } = await enclaves.launcher.runProgram(
        await program(source),
      )
      expect({ exitCode, timedOut }).toEqual({ exitCode: 0, timedOut: false })
      expect(report).toMatchObject({
        variables: { RESULT_STORAGE_TOKEN: POST_SECRET },
        parameters: { path: '/tmp/x' },
        env: {},
        argv: 2,
      })
      expect(JSON.stringify(report)).not.toContain(APP_SECRET)
    })

    it('gets no variables if a byte of it changed', async () => {
      const request = await program('process.stdout.write("{}")')
      writeFileSync(request.bundlePath, `${readFileSync(request.bundlePath, 'utf8')} `)
      const failure = await enclaves.launcher.runProgram(request).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(AttestationRefused)
      expect(failure).toMatchObject({ code: 'ATTESTATION_REFUSED', reason: 'WRONG_FINGERPRINT' })
    })

    it('does not get the variables of another stage', async () => {
      const request = await program('process.stdout.write("{}")', 'pre-compute')
      const reason = framework === 'gramine' ? 'UNKNOWN_STAGE' : 'WRONG_FINGERPRINT'
      await expect(enclaves.launcher.runProgram(request)).rejects.toMatchObject({ reason })
    })

    it('that fails returns its exit code and report', async () => {
      const request = await program(
        'process.stdout.write(JSON.stringify({ cause: "X" })); process.exitCode = 3',
      )
      expect(await enclaves.launcher.runProgram(request)).toEqual({
        exitCode: 3,
        timedOut: false,
        report: { cause: 'X' },
      })
    })

    it('that crashes returns its exit code and no report', async () => {
      const request = await program('throw new Error(text)')
      expect(await enclaves.launcher.runProgram(request)).toEqual({
        exitCode: 1,
        timedOut: false,
        report: undefined,
      })
    })

    it('that does not end is killed at its time limit', async () => {
      const request = {
        ...(await program('setInterval(() => {}, 1e6); await new Promise(() => {})')),
        timeLimitMs: 300,
      }
      expect(await enclaves.launcher.runProgram(request)).toMatchObject({
        exitCode: undefined,
        timedOut: true,
      })
    })

    it('is killed by an abort', async () => {
      const stop = new AbortController()
      const request = await program('process.stdout.write("{}"); setInterval(() => {}, 1e6)')
      const run = enclaves.launcher.runProgram({ ...request, signal: stop.signal })
      stop.abort(new Error('stopped'))
      await expect(run).rejects.toThrow('stopped')
    })

    it('can be prepared ahead and cancelled', async () => {
      const { bundlePath, stage, ...request } = await program(
        'process.stdout.write(JSON.stringify(input.parameters))',
      )
      enclaves.launcher.prepareProgram({ bundlePath, stage }).cancel()
      const prepared = enclaves.launcher.prepareProgram({ bundlePath, stage })
      expect(await prepared.run(request)).toMatchObject({ exitCode: 0, report: { path: '/tmp/x' } })
    })

    it('without a provisioning service fails with the address of the service', async () => {
      const request = { ...(await program('')), provisioningUrl: '127.0.0.1:1' }
      await expect(enclaves.launcher.runProgram(request)).rejects.toMatchObject({
        code: 'PROVISIONING_UNREACHABLE',
      })
    })
  },
)
