export type { SnapshotInfo } from './snapshots/snapshots.ts'
