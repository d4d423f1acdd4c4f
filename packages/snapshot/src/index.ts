export { linkFolder, matchFolder } from './folders.ts'
export type { PartKey, SnapshotPart } from './part.ts'
export { openPrivateDatabase } from './private-database.ts'

export { restoreTables, saveTables } from './tables.ts'
