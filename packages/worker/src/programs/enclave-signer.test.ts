import { randomBytes } from 'node:crypto'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { EnclaveSigner } from './enclave-signer.ts'

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
const last = `0x${(BigInt(`0x${ORDER}`) - 1n).toString(16)}`

describe('EnclaveSigner', () => {
  it('signs as ethers does, bit by bit', async () => {
    const ends = [`0x${'1'.padStart(64, '0')}`, last, '33'.repeat(32)]
    const keys = [...ends, ...Array.from({ length: 60 }, () => hex(randomBytes(32)))]
    for (const key of keys) {
      for (const message of [randomBytes(32), Buffer.alloc(32), Buffer.alloc(32, 0xff)]) {
        const expected = await new Wallet(key).signMessage(message)
        expect(await new EnclaveSigner(key).signMessage(message), key).toBe(expected)
      }
    }
  })

  it.each([
    '',
    '0x',
    'secret',
    `0x${'0'.repeat(64)}`,
    `0x${ORDER}`,
    '0x1234',
    `0x${'1'.repeat(66)}`,
  ])('refuses the key "%s", as ethers does', (key) => {
    expect(() => new EnclaveSigner(key)).toThrow()
    expect(() => new Wallet(key)).toThrow()
  })
})
