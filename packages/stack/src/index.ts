export * from './configuration.ts'
export { checkFaults } from './faults/open-fault-book.ts'
export { type Network, startNetwork } from './network.ts'
export type { SnapshotInfo, Snapshots } from './snapshots/snapshots.ts'
