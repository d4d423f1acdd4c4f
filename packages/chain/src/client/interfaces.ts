import {
  appAbi,
  appRegistryAbi,
  datasetAbi,
  datasetRegistryAbi,
  hubAbi,
  rlcAbi,
  tokenHubAbi,
  workerpoolAbi,
  workerpoolRegistryAbi,
} from '@iexec-sim/contracts'
import { Interface } from 'ethers'

/**
 * A human-readable ABI, parsed when it is first used: parsing is slow and not every process needs
 * every one.
 */
function lazily(abi: readonly string[]): () => Interface {
  let parsed: Interface | undefined
  return () => {
    parsed ??= new Interface(abi)
    return parsed
  }
}

/** The contracts' interfaces. */
export const interfaces = {
  /** A hub of native escrow; good for everything but deposits in the other mode too. */
  hub: lazily(hubAbi),
  /** A hub whose escrow holds a token. */
  tokenHub: lazily(tokenHubAbi),
  rlc: lazily(rlcAbi),
  app: lazily(appAbi),
  dataset: lazily(datasetAbi),
  workerpool: lazily(workerpoolAbi),
  appRegistry: lazily(appRegistryAbi),
  datasetRegistry: lazily(datasetRegistryAbi),
  workerpoolRegistry: lazily(workerpoolRegistryAbi),
}

/** Kind of an asset. */
export type AssetKind = 'app' | 'dataset' | 'workerpool'
