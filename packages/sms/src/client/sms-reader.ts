import { ask } from '@iexec-sim/base'
import type { Address, TeeFramework } from '@iexec-sim/protocol'

/** Reads the public facts of an SMS. */
export class SmsReader {
  protected readonly url: string

  constructor(url: string) {
    this.url = url.replace(/\/$/, '')
  }

  /** Whether a requester secret is set. */
  async hasRequesterSecret(requester: Address, name: string): Promise<boolean> {
    return this.exists(`/requesters/${requester}/secrets/${encodeURIComponent(name)}`)
  }

  /** The framework the SMS serves. */
  async framework(): Promise<TeeFramework> {
    const response = await ask(`${this.url}/tee/framework`)
    return ((await response.json()) as string).toLowerCase() as TeeFramework
  }

  protected async exists(path: string): Promise<boolean> {
    return (await ask(this.url + path, { method: 'HEAD', accept: [404] })).ok
  }
}
