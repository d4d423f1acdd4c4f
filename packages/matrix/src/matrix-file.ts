import { readFileSync } from 'node:fs'
import { didYouMean, SimError } from '@iexec-sim/base'
import { problemOf } from '@iexec-sim/base/schema'
import { parse } from 'yaml'
import { cellsOf } from './cells/cells.ts'
import type { Matrix, NamedFaults } from './matrix.ts'
import { MATRIX } from './matrix-schema.ts'

const NO_FAULTS: NamedFaults = { name: 'none', faults: [] }
/** Keys whose value may stand for a list of one. */
const LISTS = ['tee', 'sdk', 'image', 'protocol', 'faults', 'exclude']
const DEFAULTS = {
  tee: 'none',
  sdk: 'none',
  protocol: 'builtin',
  faults: 'none',
  exclude: [],
  secrets: {},
  expect: {},
  parallel: 2,
  timeout: 300,
}

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

/** Checks the content of a file. Throws `MATRIX_INVALID`, naming the place. */
export function matrixOf(document: unknown, file: string): Matrix {
  const matrix = filled(document)
  const problem =
    problemOf(MATRIX, matrix) ?? wrongSecret(matrix as Matrix) ?? wrongExclusion(matrix as Matrix)
  if (problem) {
    const { place, reason } = problem
    throw new SimError('MATRIX_INVALID', { file, place: place || 'it', reason })
  }
  return matrix as Matrix
}

/** A document with its defaults, lists where one value may stand for a list, and faults in full. */
function filled(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document
  const given = Object.entries(document).filter(
    ([, value]) => value !== undefined && value !== null,
  )
  const matrix: Record<string, unknown> = { ...DEFAULTS, ...Object.fromEntries(given) }
  for (const key of LISTS)
    if (matrix[key] !== undefined && !Array.isArray(matrix[key])) matrix[key] = [matrix[key]]
  matrix.faults = (matrix.faults as unknown[]).map((value) =>
    value === 'none' ? NO_FAULTS : value,
  )
  for (const key of ['args', 'seed'])
    if (typeof matrix[key] === 'number') matrix[key] = String(matrix[key])
  return matrix
}

/** Refuses a secret with no value or two. */
function wrongSecret({ secrets }: Matrix) {
  const wrong = Object.entries(secrets).find(
    ([, { env, value }]) => (env === undefined) === (value === undefined),
  )
  return wrong && { place: `secrets.${wrong[0]}`, reason: 'needs either env or value.' }
}

/** Refuses an exclusion that matches nothing: it is a typing error, and its cells would run. */
function wrongExclusion({ exclude, ...axes }: Matrix) {
  const values = { ...axes, faults: axes.faults.map(({ name }) => name) }
  for (const [i, excluded] of exclude.entries())
    for (const [axis, value] of Object.entries(excluded)) {
      const known: readonly unknown[] = values[axis as keyof typeof excluded]
      if (known.includes(value)) continue
      const near = didYouMean(String(value), known.map(String))
      return {
        place: `exclude[${i}].${axis}`,
        reason: `is invalid: ${JSON.stringify(value)} is not a value of the axis${near}`,
      }
    }
  return undefined
}
