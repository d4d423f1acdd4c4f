import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { type Clock, writeWholeFile } from '@iexec-sim/base'
import { type Address, readAddress } from '@iexec-sim/protocol'
import { jwtVerify, SignJWT } from 'jose'
import type { ResultStore } from './result-store.ts'

/** Upload tokens: one per wallet, signed, without an end. */
export class Tokens {
  readonly #store: ResultStore
  readonly #clock: Clock
  readonly #key: Uint8Array

  /**
   * `keyFile` holds the signing key (mode 600, made at first); without one the key lives as long as
   * the process.
   */
  constructor({
    store,
    clock,
    keyFile,
  }: { store: ResultStore; clock: Clock; keyFile?: string | undefined }) {
    this.#store = store
    this.#clock = clock
    this.#key = keyFile === undefined ? randomBytes(128) : readOrMakeKey(keyFile)
  }

  /** The wallet's token, the same one every time. */
  async issue(wallet: Address): Promise<string> {
    const kept = this.#store.token(wallet)
    if (kept && (await this.#wallet(kept))) return kept
    const jwt = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(wallet)
      .setSubject(randomUUID())
      .setIssuedAt(Math.floor(this.#clock.now() / 1000))
      .sign(this.#key)
    this.#store.addToken(wallet, jwt)
    return jwt
  }

  /** The wallet of a token; `undefined` unless it is signed here and the one that was given out. */
  async check(jwt: string | undefined): Promise<Address | undefined> {
    const wallet = jwt && (await this.#wallet(jwt))
    return wallet && this.#store.token(wallet) === jwt ? wallet : undefined
  }

  async #wallet(jwt: string): Promise<Address | undefined> {
    try {
      const { payload } = await jwtVerify(jwt, this.#key, {
        currentDate: new Date(this.#clock.now()),
      })
      return readAddress(payload.aud)
    } catch {
      return undefined
    }
  }
}

function readOrMakeKey(file: string): Uint8Array {
  if (!existsSync(file)) writeWholeFile(file, randomBytes(128).toString('base64'), { flush: true })
  return Buffer.from(readFileSync(file, 'utf8'), 'base64')
}
