export { type Problem, problemOf } from './problem.ts'
export { type KeyRow, keyRows } from './table.ts'
