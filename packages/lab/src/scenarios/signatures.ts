import { type Address, type Hex, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { Signature } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import type { World } from '../world/world.ts'

const refused = 'iExecV5-matchOrders-0x50'
const format = 'invalid-signature-format'
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

async function forms(w: World): Promise<void> {
  const { market } = w
  const match = async (label: string, change: (sign: string) => string, expected: string) => {
    const orders = await market.signed()
    const changed = {
      ...orders,
      request: { ...orders.request, sign: change(orders.request.sign) as Hex },
    }
    w.check(label, await market.matchRefusal(changed), expected)
  }
  await match('64 bytes', (s) => Signature.from(s).compactSerialized, 'ok')
  await match('a high s', highS, refused)
  await match('a v of 0 or 1', (s) => `${s.slice(0, -2)}0${Signature.from(s).yParity}`, refused)
  await match('63 bytes', (s) => s.slice(0, 128), 'invalid-signature-format')
}

function highS(text: string): string {
  const { r, s, v } = Signature.from(text)
  return `${r}${(ORDER - BigInt(s)).toString(16).padStart(64, '0')}${v === 27 ? '1c' : '1b'}`
}

async function contracts(w: World): Promise<void> {
  const { market, chain, hub } = w
  const signer = await chain.deploy(accounts.stranger, 'SignerDouble')
  const answer = (bytes: string) =>
    chain.quietly(() => chain.send(accounts.stranger, signer, 'setAnswer', [bytes]))
  await chain.send(accounts.requester, hub, 'transfer', [signer.address, 100n])
  const orders = await market.signed({ request: { requester: signer.address as Address } })
  const unsigned = { ...orders, request: { ...orders.request, sign: '0x' as Hex } }
  w.check('a contract that reverts', await market.matchRefusal(unsigned), refused)
  await answer('0x12345678')
  w.check('a contract that says something else', await market.matchRefusal(unsigned), refused)
  await answer('0x1626ba7e')
  w.check('a contract that says yes', await market.matchRefusal(unsigned), 'ok')
}

async function presigned(w: World): Promise<void> {
  const { market } = w
  const { app, request, ...rest } = await market.signed()
  const unsigned = {
    ...rest,
    app: { ...app, sign: '0x' as Hex },
    request: { ...request, sign: '0x' as Hex },
  }
  w.check('nothing signed', await market.matchRefusal(unsigned), 'invalid-signature-format')
  await w.call('appOwner', 'manageAppOrder', [[unsigned.app, 0, '0x']], ['SignedAppOrder()'])
  await w.call(
    'requester',
    'manageRequestOrder',
    [[unsigned.request, 0, '0x']],
    ['SignedRequestOrder()'],
  )
  w.check('signed on chain', await market.matchRefusal(unsigned), 'ok')
}

async function verified(w: World): Promise<void> {
  const { market, chain, hub } = w
  const { request } = await market.signed()
  const digest = market.hash('RequestOrder', request)
  await w.view('verifySignature', [accounts.requester, digest, request.sign], true)
  await w.view('verifySignature', [accounts.stranger, digest, request.sign], false)
  const malformed = await chain.refusal(accounts.stranger, hub, 'verifySignature', [
    accounts.requester,
    digest,
    '0x00',
  ])
  w.check('a malformed one', malformed, 'invalid-signature-format')
  await w.view('verifyPresignatureOrSignature', [accounts.requester, digest, request.sign], true)
  await w.view('verifyPresignature', [accounts.requester, digest], false)
}

const zero = ZERO_ADDRESS
/**
 * Signatures that recover to the zero address: no points of the curve, a high s, a v that is
 * neither 27 nor 28.
 */
const broken = [
  `0x${'00'.repeat(65)}`,
  `0x${'00'.repeat(64)}1b`,
  `0x${'00'.repeat(64)}`,
  `0x${'11'.repeat(32)}${'ff'.repeat(32)}1b`,
  `0x${'11'.repeat(64)}02`,
]

async function nobody(w: World): Promise<void> {
  const digest = w.market.hash('RequestOrder', w.market.orders().request)
  for (const sign of broken) {
    await w.view('verifySignature', [zero, digest, sign], true)
    await w.view('verifySignature', [accounts.stranger, digest, sign], false)
  }
  await w.view('verifyPresignatureOrSignature', [zero, digest, broken[0]], true)
  await w.view('verifyPresignature', [zero, digest], false)
  const { request } = await w.market.signed()
  await w.view(
    'verifySignature',
    [zero, w.market.hash('RequestOrder', request), request.sign],
    false,
  )
  w.check(
    'no signature',
    await w.chain.refusal(zero, w.hub, 'verifySignature', [zero, digest, '0x']),
    format,
  )
}

async function nobodysRequest(w: World): Promise<void> {
  const { market, hub, chain } = w
  const orders = await market.signed({ request: { requester: zero } })
  const request = { ...orders.request, sign: `0x${'00'.repeat(65)}` as Hex }
  const unsigned = { ...orders, request }
  w.check(
    'a match',
    await market.matchRefusal(unsigned),
    'IexecEscrow: Transfer from empty address',
  )
  await w.outcome('stranger', 'manageRequestOrder', [[request, 0, '0x']], format)
  await w.call(
    'stranger',
    'manageRequestOrder',
    [[request, 0, request.sign]],
    ['SignedRequestOrder()'],
  )
  w.check(
    'without any signature',
    await market.matchRefusal({ ...orders, request: { ...request, sign: '0x' } }),
    format,
  )
  await market.matchOrders(unsigned, 'sponsor', 'sponsorMatchOrders')
  const { requester, sponsor } = await chain.read(hub, 'viewDeal', market.dealId(unsigned))
  w.check('the parties of the sponsored deal', [requester, sponsor], [zero, accounts.sponsor])
}

/** Valid and invalid signatures. */
export const signatures = group('signatures', [
  { name: 'forms of a signature', run: forms },
  { name: 'a requester that is a contract verifies its own signatures', run: contracts },
  { name: 'orders signed on chain need no other signature', run: presigned },
  { name: 'the hub verifies signatures for any caller', run: verified },
  { name: 'an invalid signature counts as one of the zero address', run: nobody },
  { name: 'the zero address requests what a sponsor pays for', run: nobodysRequest },
])
