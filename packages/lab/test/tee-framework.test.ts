import { expect, test } from 'vitest'
import { modes } from '../src/record.ts'
import { accounts } from '../src/world/accounts.ts'
import { Market, tag } from '../src/world/market.ts'

const cases = modes.flatMap((mode) =>
  [true, false].map((ignoreTeeFramework) => ({ mode, ignoreTeeFramework })),
)

test.each(cases)(
  'a dataset order chooses the framework with a $mode escrow unless it is ignored: $ignoreTeeFramework',
  async ({ mode, ignoreTeeFramework }) => {
    await using market = await Market.open({ mode, plan: { ignoreTeeFramework } })
    const refusal = async (poolTag: number) =>
      market.matchRefusal(
        await market.signed({
          app: { tag: tag(1) },
          dataset: { tag: tag(5) },
          request: { tag: tag(1) },
          workerpool: { tag: tag(poolTag) },
        }),
      )
    expect(await refusal(1)).toBe(ignoreTeeFramework ? 'ok' : 'iExecV5-matchOrders-0x06')
    expect(await refusal(5)).toBe('ok')

    const { deal } = await market.deal({
      dataset: null,
      app: { tag: tag(3) },
      request: { tag: tag(3) },
      workerpool: { tag: tag(3) },
    })
    const { dataset } = await market.signed({ dataset: { tag: tag(5) } })
    expect(
      await market.chain.refusal(accounts.stranger, market.hub, 'assertDatasetDealCompatibility', [
        dataset,
        deal,
      ]),
    ).toBe(ignoreTeeFramework ? 'ok' : 'IncompatibleDatasetOrder(Tag compatibility not satisfied)')
  },
)
