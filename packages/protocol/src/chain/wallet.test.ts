import { recoverAddress, Transaction, Wallet } from 'ethers'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { signerAddress } from '../orders/signatures.ts'
import { walletOf } from './wallet.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const key = fc
  .bigInt({ min: 1n, max: ORDER - 1n })
  .map((number) => `0x${number.toString(16).padStart(64, '0')}`)
const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)

it('a wallet has the address and the signatures of one of ethers', () => {
  fc.assert(
    fc.property(key, digest, (privateKey, hash) => {
      const [quick, known] = [walletOf(privateKey), new Wallet(privateKey)]
      expect(quick.address).toBe(known.address)
      const signature = quick.signingKey.sign(hash)
      expect(signature.serialized).toBe(known.signingKey.sign(hash).serialized)
      expect(signerAddress(hash, signature.serialized)).toBe(
        recoverAddress(hash, signature.serialized),
      )
    }),
    { numRuns: 50, seed: 1 },
  )
})

it('a wallet signs transactions that lead back to it', async () => {
  const wallet = walletOf(`0x${'11'.repeat(32)}`)
  const signed = await wallet.signTransaction({
    to: wallet.address,
    gasLimit: 21_000,
    chainId: 134,
  })
  expect(Transaction.from(signed).from).toBe(wallet.address)
})

it.each(['0x', `0x${'00'.repeat(32)}`, `0x${'ff'.repeat(32)}`])('%s is refused as a key', (bad) => {
  expect(() => walletOf(bad)).toThrow()
})
