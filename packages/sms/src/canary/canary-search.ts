import type { Secret } from '@iexec-sim/base'
import type { SecretRef } from '@iexec-sim/timeline'
import { type Match, SecretFinder } from './find-secret.ts'
import { decoded } from './views.ts'

/** A canary that was found, and where. */
export interface FoundCanary extends Match {
  /** The canary. */
  secret: SecretRef
}

/** Looks for canaries. Their values stay in here. */
export class CanarySearch {
  readonly #finders: readonly { secret: SecretRef; finder: SecretFinder }[]

  constructor(canaries: readonly { secret: SecretRef; value: Secret }[]) {
    this.#finders = canaries.map(({ secret, value }) => ({
      secret,
      finder: new SecretFinder(value.reveal()),
    }))
  }

  /** Whether there is nothing to look for. */
  get isEmpty(): boolean {
    return this.#finders.length === 0
  }

  /** Bytes that have to be read together so that nothing is missed between two parts. */
  get overlap(): number {
    return Math.max(0, ...this.#finders.map(({ finder }) => finder.longest))
  }

  /** The first place of each canary in each encoding. */
  find(bytes: Buffer): FoundCanary[] {
    const views = decoded(bytes)
    return this.#finders.flatMap(({ secret, finder }) =>
      finder.find(bytes, views).map((match) => ({ secret, ...match })),
    )
  }
}
