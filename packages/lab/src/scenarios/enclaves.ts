import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { digestOf, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const good = digestOf('good')
const tee = { app: { tag: tag(1) }, workerpool: { tag: tag(1) } }
const challenge = accounts.enclave

async function signed(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal(tee)
  const contribute = async (options: Parameters<typeof market.contribution>[3], expected: string) =>
    w.outcome(
      'worker1',
      'contribute',
      await market.contribution('worker1', task, good, options),
      expected,
    )
  await contribute({}, '(empty)')
  await contribute({ challenge: accounts.stranger }, '(empty)')
  await contribute({ challenge, enclaveSign: '0x' }, 'invalid-signature-format')
  await contribute({ challenge }, 'ok')
}

async function broker(w: World): Promise<void> {
  const { market } = w
  await w.call('owner', 'setTeeBroker', [accounts.broker])
  const { task } = await market.deal(tee)
  const byOwner = await market.contribution('worker1', task, good, { challenge })
  await w.outcome('worker1', 'contribute', byOwner, '(empty)')
  const byBroker = await market.contribution('worker1', task, good, {
    challenge,
    authorizedBy: 'broker',
  })
  await w.outcome('worker1', 'contribute', byBroker, 'ok')
  const plain = await market.deal()
  await w.outcome(
    'worker1',
    'contribute',
    await market.contribution('worker1', plain.task, good),
    'ok',
  )
}

async function atOnce(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal(tee)
  const none = await market.completion('worker1', task, '0x')
  await w.outcome('worker1', 'contributeAndFinalize', none, '(empty)')
  const signed = await market.completion('worker1', task, '0x', '0x', { challenge })
  await w.outcome('worker1', 'contributeAndFinalize', signed, 'ok')
}

/** Tasks that only an enclave may do. */
export const enclaves = group('enclaves', [
  { name: 'a task for an enclave needs a challenge and the signature of the enclave', run: signed },
  { name: 'a broker authorizes contributions of enclaves, and no others', run: broker },
  {
    name: 'a task for an enclave is completed at once with the signature of the enclave',
    run: atOnce,
  },
])
