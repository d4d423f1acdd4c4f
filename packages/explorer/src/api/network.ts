import type { FastifyPluginAsync } from 'fastify'
import { Network } from '../schema/network.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

/** `GET /network`: what runs, and where. */
export function networkRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/network',
      { schema: described('network', 'What runs, and where', { returns: Network }) },
      () => network(sources),
    )
  }
}

async function network(sources: ExplorerSources): Promise<Network> {
  const { profile, version, protocol, stateDir, workers, hub } = sources
  const versions: Record<string, string> = {
    sms: profile.versions.sms,
    workerpool: profile.versions.core,
    'result-proxy': profile.versions.resultProxy,
  }
  return {
    profile: profile.name,
    chainId: profile.chainId,
    generation: profile.generation,
    hub: profile.hub,
    currency: profile.escrow.mode,
    version,
    protocol,
    stateDir: stateDir ?? null,
    startedAt: new Date(sources.startedAt).toISOString(),
    block: await hub.blockNumber(),
    services: Object.entries(sources.services()).map(([name, url]) => ({
      name,
      url,
      version: versions[name.replace(/^sms-.*/, 'sms')] ?? null,
    })),
    workers: workers.map(({ name, address }) => ({ name, address })),
    unexpected: sources.unexpected(),
  }
}
