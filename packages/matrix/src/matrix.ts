import type { TeeFramework } from '@iexec-sim/protocol'

/** A TEE framework, or `none` for a standard task. */
export type TeeAxis = TeeFramework | 'none'
/**
 * Major of the official library that asks for the task, or `none` for the simulator's own
 * requester.
 */
export type SdkAxis = 8 | 9 | 'none'

/**
 * A requester secret an app is given: its value, or the variable of the environment that has it.
 */
export type MatrixSecret = { name: string } & ({ env: string } | { value: string })

/** Expected outcome of a cell's task. */
export interface Expectation {
  /** Status on chain. @default 'COMPLETED' */
  status?: string
  /** Cause of the first replicate that failed. */
  cause?: string
  /** Text the result has to contain. */
  text?: string
}

/** Faults of a cell, under a name. */
export interface NamedFaults {
  /** Name of the set. */
  name: string
  /** As a fault file holds them. */
  faults: readonly unknown[]
  /** Expected outcome with these faults, if it differs from the matrix's. */
  expect?: Expectation
}

/** A declared matrix: its axes, and the one story that is run in each cell. */
export interface Matrix {
  /** TEE frameworks; one axis. */
  tee: readonly TeeAxis[]
  /** Clients; one axis. */
  sdk: readonly SdkAxis[]
  /** Names of images; one axis. */
  image: readonly string[]
  /** Sources of the protocol; one axis. */
  protocol: readonly string[]
  /** Sets of faults; one axis. */
  faults: readonly NamedFaults[]
  /** Cells that are left out: those that have all of these. */
  exclude: readonly Partial<Record<'tee' | 'sdk' | 'image' | 'protocol' | 'faults', unknown>>[]
  /** Arguments of the app. @default none */
  args?: string
  /** By the number the app knows them under. */
  secrets: Readonly<Record<string, MatrixSecret>>
  /** Expected outcome of each cell. */
  expect: Expectation
  /** Networks that run at a time. */
  parallel: number
  /** Seed of all of them; see `up --seed`. */
  seed?: string
  /** A cell that takes longer has failed, seconds. */
  timeout: number
}
