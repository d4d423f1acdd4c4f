import { readFileSync } from 'node:fs'
import { didYouMean, SimError } from '@iexec-sim/base'
import { TEE_FRAMEWORKS, type TeeFramework } from '@iexec-sim/protocol'
import { parse } from 'yaml'
import { cellsOf } from './cells/cells.ts'
import type { Expectation, Matrix, MatrixSecret, NamedFaults, SdkAxis, TeeAxis } from './matrix.ts'

const KEYS = [
  'tee',
  'sdk',
  'image',
  'protocol',
  'faults',
  'exclude',
  'args',
  'secrets',
  'expect',
  'parallel',
  'seed',
  'timeout',
]
const AXES = ['tee', 'sdk', 'image', 'protocol', 'faults']
/** Final statuses of a task. */
const STATUSES = ['COMPLETED', 'FAILED']
const NO_FAULTS: NamedFaults = { name: 'none', faults: [] }

/** Reads a matrix from a file of YAML or JSON. Throws `MATRIX_UNREADABLE` and `MATRIX_INVALID`. */
export function readMatrix(file: string): Matrix {
  let document: unknown
  try {
    document = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SimError('MATRIX_UNREADABLE', {
      file,
      reason: (error as Error).message.split('\n')[0]!,
    })
  }
  const matrix = matrixOf(document, file)
  // Nothing that is run would be nothing that fails.
  if (cellsOf(matrix).length === 0)
    throw new SimError('MATRIX_INVALID', {
      file,
      place: 'exclude',
      reason: 'leaves no cell to run.',
    })
  return matrix
}

/** Checks what a file holds. Throws `MATRIX_INVALID`, naming the place. */
export function matrixOf(document: unknown, file: string): Matrix {
  const wrong = (place: string, reason: string): never => {
    throw new SimError('MATRIX_INVALID', { file, place, reason })
  }
  const top = record(document) ?? wrong('it', 'is not an object with axes.')
  known(top, KEYS, 'key', wrong)
  if (top.image === undefined) wrong('image', 'is missing: name at least one local image.')
  const expect = expectation(top.expect ?? {}, 'expect', wrong)
  const matrix: Matrix = {
    tee: axis(
      top,
      'tee',
      ['none'],
      (value) => TEE_FRAMEWORKS.includes(value as TeeFramework) || value === 'none',
      [...TEE_FRAMEWORKS, 'none'],
      wrong,
    ) as TeeAxis[],
    sdk: axis(
      top,
      'sdk',
      ['none'],
      (value) => [8, 9, 'none'].includes(value as SdkAxis),
      ['8', '9', 'none'],
      wrong,
    ) as SdkAxis[],
    image: axis(top, 'image', [], isText, ['a name'], wrong) as string[],
    protocol: axis(top, 'protocol', ['builtin'], isText, ['a source'], wrong) as string[],
    faults: list(top.faults ?? ['none']).map((value, i) => faultsOf(value, `faults[${i}]`, wrong)),
    exclude: list(top.exclude ?? []).map((value, i) => {
      const excluded = record(value) ?? wrong(`exclude[${i}]`, 'is not an object of axes.')
      known(excluded, AXES, 'axis', wrong, `exclude[${i}].`)
      return excluded
    }),
    ...(top.args === undefined
      ? {}
      : { args: isText(top.args) ? String(top.args) : wrong('args', 'is not a text.') }),
    secrets: secretsOf(top.secrets ?? {}, wrong),
    expect,
    parallel: whole(top.parallel ?? 2, 1, 16, 'parallel', wrong),
    ...(top.seed === undefined ? {} : { seed: String(top.seed) }),
    timeout: whole(top.timeout ?? 300, 1, 86_400, 'timeout', wrong),
  }
  checkExcluded(matrix, wrong)
  return matrix
}

/** Refuses an exclusion that matches nothing: it is a typing error, and its cells would run. */
function checkExcluded({ exclude, ...axes }: Matrix, wrong: Wrong): void {
  const values = { ...axes, faults: axes.faults.map(({ name }) => name) }
  for (const [i, excluded] of exclude.entries())
    for (const [axis, value] of Object.entries(excluded)) {
      const known: readonly unknown[] = values[axis as keyof typeof excluded]
      const near = didYouMean(String(value), known.map(String))
      if (!known.includes(value))
        wrong(
          `exclude[${i}].${axis}`,
          `is invalid: ${JSON.stringify(value)} is not a value of the axis${near || '.'}`,
        )
    }
}

type Wrong = (place: string, reason: string) => never

function axis(
  top: Fields,
  name: string,
  none: unknown[],
  isOne: (value: unknown) => boolean,
  choices: string[],
  wrong: Wrong,
): unknown[] {
  const values = top[name] === undefined ? none : list(top[name])
  if (values.length === 0) wrong(name, 'is empty.')
  for (const value of values)
    if (!isOne(value))
      wrong(
        name,
        `is invalid: unknown value ${JSON.stringify(value)}${didYouMean(String(value), choices)} Choose one of ${choices.join(', ')}.`,
      )
  return values
}

function faultsOf(value: unknown, place: string, wrong: Wrong): NamedFaults {
  if (value === 'none') return NO_FAULTS
  const fields =
    record(value) ?? wrong(place, 'is neither "none" nor an object with name and faults.')
  known(fields, ['name', 'faults', 'expect'], 'key', wrong, `${place}.`)
  if (!isText(fields.name)) wrong(`${place}.name`, 'is missing.')
  if (!Array.isArray(fields.faults))
    wrong(`${place}.faults`, 'is not a list, as a fault file holds it.')
  return {
    name: String(fields.name),
    faults: fields.faults as unknown[],
    ...(fields.expect === undefined
      ? {}
      : { expect: expectation(fields.expect, `${place}.expect`, wrong) }),
  }
}

function expectation(value: unknown, place: string, wrong: Wrong): Expectation {
  const fields = record(value) ?? wrong(place, 'is not an object.')
  known(fields, ['status', 'cause', 'text'], 'key', wrong, `${place}.`)
  for (const [key, given] of Object.entries(fields))
    if (!isText(given)) wrong(`${place}.${key}`, 'is not a text.')
  if (fields.status !== undefined && !STATUSES.includes(String(fields.status)))
    wrong(
      `${place}.status`,
      `is invalid: ${JSON.stringify(fields.status)} is not one of ${STATUSES.join(', ')}.`,
    )
  return fields as Expectation
}

function secretsOf(value: unknown, wrong: Wrong): Record<string, MatrixSecret> {
  const fields = record(value) ?? wrong('secrets', 'is not an object of numbers.')
  for (const [number, given] of Object.entries(fields)) {
    const place = `secrets.${number}`
    if (!/^[1-9]\d*$/.test(number)) wrong(place, 'has no number the app could know it under.')
    const secret = record(given) ?? wrong(place, 'is not an object with a name, and env or value.')
    known(secret, ['name', 'env', 'value'], 'key', wrong, `${place}.`)
    if (!isText(secret.name)) wrong(`${place}.name`, 'is missing.')
    if (isText(secret.env) === isText(secret.value)) wrong(place, 'needs either env or value.')
  }
  return fields as Record<string, MatrixSecret>
}

type Fields = Record<string, unknown>
const record = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function known(fields: Fields, names: string[], what: string, wrong: Wrong, before = ''): void {
  const stranger = Object.keys(fields).find((name) => !names.includes(name))
  if (stranger !== undefined)
    wrong(before + stranger, `is not a known ${what}${didYouMean(stranger, names)}`)
}

function whole(value: unknown, least: number, most: number, place: string, wrong: Wrong): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number
  return wrong(
    place,
    `is invalid: ${JSON.stringify(value)} is not a whole number from ${least} to ${most}.`,
  )
}
