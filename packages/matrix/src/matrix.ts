import type { Static } from 'typebox'
import type { EXPECTATION, MATRIX, MATRIX_SECRET, NAMED_FAULTS } from './matrix-schema.ts'

/** A declared matrix: its axes, and the one story that is run in each cell. */
export type Matrix = Static<typeof MATRIX>
/** A TEE framework, or `none` for a standard task. */
export type TeeAxis = Matrix['tee'][number]
/**
 * Major of the official library that asks for the task, or `none` for the simulator's own
 * requester.
 */
export type SdkAxis = Matrix['sdk'][number]
/** Expected outcome of a cell's task. */
export type Expectation = Static<typeof EXPECTATION>
/** Faults of a cell, under a name. */
export type NamedFaults = Static<typeof NAMED_FAULTS>
/** A requester secret of the app: its value, or the variable of the environment that has it. */
export type MatrixSecret = Static<typeof MATRIX_SECRET>
