import {
  appAbi,
  appRegistryAbi,
  datasetAbi,
  datasetRegistryAbi,
  hubAbi,
  workerpoolAbi,
  workerpoolRegistryAbi,
} from '@iexec-sim/contracts'
import { Interface } from 'ethers'

/** A human-readable ABI, parsed when it is first used: parsing is slow and not every process needs every one. */
function lazily(abi: readonly string[]): () => Interface {
  let parsed: Interface | undefined
  return () => {
    parsed ??= new Interface(abi)
    return parsed
  }
}

/** The contracts' interfaces. */
export const interfaces = {
  hub: lazily(hubAbi),
  app: lazily(appAbi),
  dataset: lazily(datasetAbi),
  workerpool: lazily(workerpoolAbi),
  appRegistry: lazily(appRegistryAbi),
  datasetRegistry: lazily(datasetRegistryAbi),
  workerpoolRegistry: lazily(workerpoolRegistryAbi),
}

/** Kind of an asset. */
export type AssetKind = 'app' | 'dataset' | 'workerpool'
