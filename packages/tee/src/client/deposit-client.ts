import { ask, type Secret, SimError } from '@iexec-sim/base'
import type { SessionSpec } from '@iexec-sim/protocol'
import type { TeeDriver } from '../drivers/driver.ts'

/** Options of a {@link SessionDepositClient}. */
export interface SessionDepositClientOptions {
  /** Base URL of the provisioning service. */
  url: string
  /** Credential of the depositor. */
  credential: Secret
  /** Form and path of the framework's deposits. */
  driver: Pick<TeeDriver, 'depositPath' | 'encodeSession'>
  /** @default 10 seconds */
  timeoutMs?: number
}

/** Deposits sessions with a provisioning service, the way an SMS does. */
export class SessionDepositClient {
  /** `host:port` enclaves fetch their variables from. */
  readonly provisioningUrl: string
  readonly #options: SessionDepositClientOptions

  constructor(options: SessionDepositClientOptions) {
    this.#options = options
    this.provisioningUrl = new URL(options.url).host
  }

  /**
   * Deposits a session; throws `SESSION_DEPOSIT_FAILED` when the service refuses or does not
   * answer.
   */
  async deposit(session: SessionSpec): Promise<void> {
    const { url, credential, driver, timeoutMs = 10_000 } = this.#options
    const { contentType, body } = driver.encodeSession(session)
    const failed = (reason: string, cause?: unknown) =>
      new SimError('SESSION_DEPOSIT_FAILED', { url, session: session.sessionId, reason }, { cause })
    const headers = { 'content-type': contentType }
    const request = {
      method: 'POST',
      headers,
      authorization: basic(credential),
      body,
      timeoutMs,
      accept: REFUSED,
    }
    const response = await ask(new URL(driver.depositPath, url), request).catch((error: Error) => {
      throw failed(error.message, error)
    })
    await response.body?.cancel()
    if (response.status !== 201) throw failed(`status ${response.status}`)
  }
}

/** Statuses with which the service refuses a session. */
const REFUSED = [400, 401, 403, 409, 413]

function basic(credential: Secret): string {
  return `Basic ${Buffer.from(`admin:${credential.reveal()}`).toString('base64')}`
}
