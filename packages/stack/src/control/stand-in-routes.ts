import { didYouMean, SimError } from '@iexec-sim/base'
import type { StandInEntry } from '@iexec-sim/client'
import type { FastifyPluginAsync } from 'fastify'
import type { CallBook } from '../stand-ins/call-book.ts'
import { BUILT_IN_IMAGE, type StandIn } from '../stand-ins/stand-ins.ts'

/**
 * `GET /stand-ins` of the control door lists the network's stand-ins, `GET /stand-ins/:host/calls`
 * the calls of tasks to one.
 */
export function standInRoutes(standIns: readonly StandIn[], calls: CallBook): FastifyPluginAsync {
  return async (app) => {
    app.get('/stand-ins', () => ({ standIns: standIns.map((standIn) => entry(standIn, calls)) }))
    app.get<{ Params: { host: string } }>('/stand-ins/:host/calls', ({ params: { host } }) => {
      const recorded = standIns.filter(({ image }) => image === BUILT_IN_IMAGE)
      const hosts = recorded.map((standIn) => standIn.host)
      if (!hosts.includes(host)) throw unknownHost(host, hosts)
      return { calls: calls.of(host) }
    })
  }
}

const entry = ({ host, image }: StandIn, calls: CallBook): StandInEntry => ({
  host,
  image,
  ...(image === BUILT_IN_IMAGE ? { calls: calls.of(host).length } : {}),
})

const unknownHost = (host: string, known: readonly string[]): SimError =>
  new SimError('FAULT_NAME_UNKNOWN', {
    what: 'stand-in',
    value: host,
    near: didYouMean(host, known),
    known: known.join(', '),
  })
