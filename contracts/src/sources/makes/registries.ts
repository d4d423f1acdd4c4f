import type { HubMake } from '../../bake/deploy.ts'
import type { ArtifactSet } from '../artifacts/artifact-set.ts'

/** The registries of a protocol. */
export const registriesOf = (set: ArtifactSet): HubMake['registries'] => ({
  AppRegistry: set.get('AppRegistry'),
  DatasetRegistry: set.get('DatasetRegistry'),
  WorkerpoolRegistry: set.get('WorkerpoolRegistry'),
})
