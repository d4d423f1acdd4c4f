import {
  ContractDecoder,
  EdrContext,
  GENERIC_CHAIN_TYPE,
  genericChainProviderFactory,
} from '@nomicfoundation/edr'

/** Configuration of an engine: {@link EdrContext.createProvider}'s second argument. */
export type EngineConfig = Parameters<EdrContext['createProvider']>[1]

/** The engine wants one context per process, for any number of chains. */
let shared: Promise<EdrContext> | undefined

async function context(): Promise<EdrContext> {
  shared ??= (async () => {
    const made = new EdrContext()
    await made.registerProviderFactory(GENERIC_CHAIN_TYPE, genericChainProviderFactory())
    return made
  })()
  return shared
}

/**
 * Starts an engine in this process: it answers JSON-RPC requests given as text. Everything of this
 * process that wants an engine comes here, since they share one context.
 */
export async function createEngine(config: EngineConfig) {
  return (await context()).createProvider(
    GENERIC_CHAIN_TYPE,
    config,
    { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
    // Subscriptions are kept outside: the engine lets go of them after five minutes.
    { subscriptionCallback: () => {} },
    new ContractDecoder(),
  )
}
