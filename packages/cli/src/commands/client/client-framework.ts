import { SimError } from '@iexec-sim/base'
import type { ClientMajor } from '@iexec-sim/client'
import type { TeeFramework } from '@iexec-sim/protocol'
import { framework } from '../../options.ts'

/**
 * The framework a `--tee` option makes the client's default; throws `BAD_OPTION` when the network
 * or the client cannot do that.
 */
export function clientFramework(
  asked: string | undefined,
  sdk: ClientMajor,
  served: readonly string[],
): TeeFramework | undefined {
  if (asked === undefined) return undefined
  const refuse = (reason: string) =>
    new SimError('BAD_OPTION', { option: '--tee', value: asked, reason })
  if (!served.includes(asked)) throw refuse(`this network serves ${served.join(', ')}`)
  if (sdk === 9) throw refuse('client 9 always uses tdx')
  return framework(asked)
}
