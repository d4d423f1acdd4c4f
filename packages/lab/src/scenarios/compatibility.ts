import { type Bytes32, type Hex, NO_DATASET_ORDER } from '@iexec-sim/protocol'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { type Changes, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const fn = 'assertDatasetDealCompatibility'

async function reasons(w: World): Promise<void> {
  const { market } = w
  const { deal } = await market.deal({ dataset: null })
  const withDataset = await market.deal()
  const assert = async (changes: Changes, of: Bytes32, expected: string, sign?: Hex) => {
    const { dataset } = await market.signed(changes)
    const order = sign ? { ...dataset, sign } : dataset
    const said = await w.chain.refusal(accounts.stranger, w.hub, fn, [order, of])
    w.check(expected, said, expected === 'ok' ? 'ok' : `IncompatibleDatasetOrder(${expected})`)
  }
  await assert({}, deal, 'ok')
  await assert({ dataset: { volume: 0n } }, deal, 'Dataset order is revoked or fully consumed')
  const { sign } = await market.sign('DatasetOrder', market.orders().dataset, 'stranger')
  await assert({}, deal, 'Invalid dataset order signature', sign)
  await assert({}, tag(1), 'Deal not found')
  await assert({}, withDataset.deal, 'Deal already has a dataset')
  const elsewhere = accounts.stranger
  await assert({ dataset: { apprestrict: elsewhere } }, deal, 'App restriction not satisfied')
  await assert(
    { dataset: { workerpoolrestrict: elsewhere } },
    deal,
    'Workerpool restriction not satisfied',
  )
  await assert(
    { dataset: { requesterrestrict: elsewhere } },
    deal,
    'Requester restriction not satisfied',
  )
  await assert({ dataset: { tag: tag(1) } }, deal, 'Tag compatibility not satisfied')
}

async function frameworks(w: World): Promise<void> {
  const { deal } = await w.market.deal({ dataset: null })
  const { dataset } = await w.market.signed({ dataset: { tag: tag(0xe) } })
  const expected = w.chain.ignoresTeeFramework
    ? 'ok'
    : 'IncompatibleDatasetOrder(Tag compatibility not satisfied)'
  w.check(
    'framework bits',
    await w.chain.refusal(accounts.stranger, w.hub, fn, [dataset, deal]),
    expected,
  )
}

async function noDataset(w: World): Promise<void> {
  const { deal } = await w.market.deal({ dataset: null })
  await w.outcome('stranger', fn, [{ ...NO_DATASET_ORDER, volume: 1n }, deal], '(empty)')
}

/** Dataset orders and deals without a dataset. */
export const compatibility = group('compatibility', [
  { name: 'a dataset order fits a deal, or is refused with the first reason', run: reasons },
  { name: 'a dataset order chooses the framework of a deal on some networks', run: frameworks },
  { name: 'a dataset without functions fits no deal', run: noDataset },
])
