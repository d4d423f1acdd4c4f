import { interfaces } from '@iexec-sim/chain/client'
import { type Address, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { type Handler, handler } from '../index/subgraph-source.ts'
import { account, count, happened } from './common.ts'
import { contributionId } from './ids.ts'

/** Money that was locked, freed, paid or taken, as an entity of its own. */
const moved = (entity: string, frozen: (amount: bigint) => bigint): Handler =>
  handler({
    apply(to, event) {
      const { owner, amount, ref } = event.args
      happened(to, entity, event, {
        account: account(to, owner, { frozen: frozen(amount) }),
        value: amount,
        ...(ref === undefined ? {} : { task: ref }),
      })
    },
  })

/** A worker's reputation after a task. */
const rated = (entity: string): Handler =>
  handler<bigint>({
    read: (chain, { args, address }) =>
      chain.call(interfaces.hub(), address, 'viewScore', args.worker),
    apply(to, event, score) {
      const { worker, taskid } = event.args
      account(to, worker)
      to.put('Account', worker, { score })
      const contribution = contributionId(taskid, worker)
      happened(to, entity, event, { account: worker, contribution, score })
    },
  })

/** What the hub's escrow logs. */
export const escrowHandlers: Readonly<Record<string, Handler>> = {
  Transfer: handler({
    apply(to, event) {
      const { from, to: receiver } = event.args
      const value = event.args.value as bigint
      const change = (id: Address, balance: bigint): bigint => {
        account(to, id, id === ZERO_ADDRESS ? {} : { balance })
        return id === ZERO_ADDRESS ? -balance : 0n
      }
      count(to, { tvl: change(from, -value) + change(receiver, value) })
      happened(to, 'Transfer', event, { from, to: receiver, value })
    },
  }),
  Lock: moved('Lock', (amount) => amount),
  Unlock: moved('Unlock', (amount) => -amount),
  Seize: moved('Seize', (amount) => -amount),
  Reward: moved('Reward', () => 0n),
  AccurateContribution: rated('AccurateContribution'),
  FaultyContribution: rated('FaultyContribution'),
}
