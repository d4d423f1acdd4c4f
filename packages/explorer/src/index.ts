export { explorerPlugin } from './explorer-plugin.ts'
export { type Change, Changes, type Topic } from './feed/changes.ts'
export { Sessions } from './session/sessions.ts'
export type { ExplorerSources } from './sources.ts'
