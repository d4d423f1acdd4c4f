import { bakedProtocols } from '@iexec-sim/contracts/sources'
import { modes } from '@iexec-sim/lab'
import { checkMoney } from '@iexec-sim/lab/properties'
import { Market } from '@iexec-sim/lab/world'
import { test } from 'vitest'

const worlds = bakedProtocols.flatMap((source) => modes.map((mode) => ({ source, mode })))

test.each(worlds)(
  'after any sequence of calls the books are right on $source with a $mode escrow',
  async ({ source, mode }) => {
    await using market = await Market.open({ source, mode })
    const matchesOnApproval = source === 'builtin' && mode === 'token'
    await checkMoney(market, { seed: 134, runs: source === 'builtin' ? 25 : 16, matchesOnApproval })
  },
)
