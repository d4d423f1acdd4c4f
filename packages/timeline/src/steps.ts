// What readers of a timeline need, without the book and its database.
export { SHORTEST_CANARY } from './finding.ts'
export { whyFailed } from './why-failed.ts'
