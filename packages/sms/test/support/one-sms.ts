import { afterAll, beforeAll } from 'vitest'
import { TestNetwork } from './network.ts'
import { Requests } from './requests.ts'
import { startSms, type TestSms } from './service.ts'

/** Fixture that the tests of a file share. */
export interface SharedSms {
  network: TestNetwork
  sms: TestSms
  /** Sends requests to the SMS. */
  to: Requests
}

/** Starts a network and an SMS before the tests of a file and closes them afterwards. */
export function useOneSms(started: (shared: SharedSms) => void): void {
  let close = async () => {}
  beforeAll(async () => {
    const network = await TestNetwork.start()
    const sms = await startSms(network)
    close = async () => {
      await sms.close()
      await network.close()
    }
    started({ network, sms, to: new Requests(sms) })
  })
  afterAll(() => close())
}
