import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { cli } from './support/cli.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

interface Step {
  id?: string
  uses?: string
  run?: string
  env?: Record<string, string>
  with?: Record<string, unknown>
}
interface Action {
  inputs: Record<string, { default?: string }>
  outputs: Record<string, { value: string }>
  runs: { steps: Step[] }
}
const action = parse(read('action.yml')) as Action
const workflow = parse(read('.github/workflows/example-matrix.yml')) as {
  jobs: { matrix: { steps: Step[] } }
}
const matrixStep = action.runs.steps.find(({ id }) => id === 'matrix')!
const used = (pattern: RegExp, text: string) =>
  new Set([...text.matchAll(pattern)].map(([, name]) => name))

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-action-'))
beforeAll(() => {
  const build = [
    'build',
    '--quiet',
    '--tag',
    'iexec-sim-example',
    '--build-arg',
    'BASE=iexec-sim/base-node',
  ]
  execFileSync('docker', [...build, 'examples/vitest/app'], { cwd: ROOT, stdio: 'ignore' })
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('the reusable action', () => {
  it('uses each of its declared inputs, and no other', () => {
    expect(used(/\binputs\.([\w-]+)/g, JSON.stringify(action.runs))).toEqual(
      new Set(Object.keys(action.inputs)),
    )
  })

  it('gets only declared inputs from the example, which reads only declared outputs', () => {
    const { steps } = workflow.jobs.matrix
    const given = steps.find(({ uses }) => uses === './')!.with!
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)))
    expect(existsSync(join(ROOT, given.file as string))).toBe(true)
    const asked = used(/steps\.sim\.outputs\.(\w+)/g, JSON.stringify(steps))
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining([...asked]))
  })

  it('passes only options of the command', async () => {
    const { stdout } = await cli(['matrix', '--help'])
    const options = used(/[ +](--[a-z-]+)/g, matrixStep.run!.split('matrix "$FILE"')[1]!)
    expect(options.size).toBe(4)
    expect([...used(/ (--[a-z-]+)/g, stdout)]).toEqual(expect.arrayContaining([...options]))
  })

  it('runs the example’s matrix, and outputs the paths of its reports', async () => {
    const { exitCode, output, summary } = await runStep(
      matrixStep,
      'examples/matrix/matrix.yaml',
      'k1',
    )
    expect(exitCode).toBe(0)
    expect(summary).toContain('✓ passed')
    const { junit } = Object.fromEntries(output.split('\n').map((line) => line.split('=')))
    expect(readFileSync(junit!, 'utf8')).toContain('tests="4" failures="0"')
    for (const { value } of Object.values(action.outputs)) {
      const [, name] = /^\$\{\{ steps\.matrix\.outputs\.(\w+) \}\}$/.exec(value)!
      expect(output).toContain(`${name}=`)
    }
  })

  it('fails with a failed cell, and leaves the table on the page and a bundle', async () => {
    const { exitCode, summary } = await runStep(
      matrixStep,
      'examples/matrix/matrix.yaml',
      'another key',
    )
    expect(exitCode).toBe(1)
    expect(summary).toContain('failed')
    expect(existsSync(join(dir, 'iexec-sim-matrix/bundles'))).toBe(true)
  })
})

/** Runs a step as a runner does: values in the place of expressions, its script in bash. */
async function runStep(step: Step, file: string, key: string) {
  const values: Record<string, string> = {
    'runner.temp': dir,
    'inputs.file': file,
    'inputs.parallel': '2',
    'steps.install.outputs.command': join(ROOT, 'packages/cli/bin/iexec-sim.cjs'),
  }
  const filled = Object.entries(step.env!).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => values[expression]!),
  ])
  const [output, summary] = [join(dir, 'output'), join(dir, 'summary')]
  for (const path of [output, summary]) writeFileSync(path, '')
  const { exitCode } = await execa(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!],
    {
      env: {
        ...Object.fromEntries(filled),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        SIGNING_KEY: key,
      },
      cwd: ROOT,
      reject: false,
    },
  )
  return { exitCode, output: readFileSync(output, 'utf8'), summary: readFileSync(summary, 'utf8') }
}
