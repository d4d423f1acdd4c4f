import { createECDH, createHmac } from 'node:crypto'
import type { MessageSigner } from '@iexec-sim/protocol'
import { hashMessage } from 'ethers'

/** Order of the curve secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * Signs messages with an enclave's key. The one multiplication on the curve is OpenSSL's, so that
 * a program that signs once does not first compile a curve in JavaScript. Signatures are those of
 * ethers, bit by bit: nonces of RFC 6979, low `s`. Throws for a key that is not valid.
 */
export class EnclaveSigner implements MessageSigner {
  readonly #key: bigint

  constructor(privateKey: string) {
    if (!/^(0x)?[0-9a-f]{64}$/i.test(privateKey)) throw new Error('the key is not 32 bytes of hex')
    this.#key = BigInt(privateKey.startsWith('0x') ? privateKey : `0x${privateKey}`)
    if (this.#key === 0n || this.#key >= ORDER) throw new Error('the key is not on the curve')
  }

  async signMessage(message: Uint8Array): Promise<string> {
    return sign(BigInt(hashMessage(message)) % ORDER, this.#key)
  }
}

function sign(digest: bigint, key: bigint): string {
  for (const nonce of nonces(digest, key)) {
    const point = createECDH('secp256k1')
    point.setPrivateKey(nonce)
    const [, x, y] = /^04(.{64})(.{64})$/.exec(point.getPublicKey('hex'))!
    const r = BigInt(`0x${x}`)
    const full = (inverse(numberOf(nonce)) * (digest + r * key)) % ORDER
    // Both are as likely as a guess of the key.
    if (r >= ORDER || full === 0n) continue
    const isHigh = full > ORDER / 2n
    const isOdd = (BigInt(`0x${y}`) & 1n) === 1n
    const v = isOdd === isHigh ? 27 : 28
    return `0x${x}${bytesOf(isHigh ? ORDER - full : full).toString('hex')}${v.toString(16)}`
  }
  throw new Error('unreachable: there are always more nonces')
}

/** The nonces of RFC 6979 for HMAC-SHA-256, the first of which is nearly always good. */
function* nonces(digest: bigint, key: bigint): Generator<Buffer> {
  const seed = Buffer.concat([bytesOf(key), bytesOf(digest)])
  let k: Buffer = Buffer.alloc(32)
  let v: Buffer = Buffer.alloc(32, 1)
  const next = (...more: Uint8Array[]) => {
    k = hmac(k, v, ...more)
    v = hmac(k, v)
  }
  next(Buffer.of(0), seed)
  next(Buffer.of(1), seed)
  for (;;) {
    v = hmac(k, v)
    const candidate = numberOf(v)
    if (candidate > 0n && candidate < ORDER) yield v
    next(Buffer.of(0))
  }
}

function hmac(key: Uint8Array, ...parts: Uint8Array[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** The inverse of a number modulo the order, by the extended algorithm of Euclid. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value, ORDER, 1n, 0n]
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x]
  return ((x % ORDER) + ORDER) % ORDER
}

const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
