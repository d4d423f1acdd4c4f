import { createRequire } from 'node:module'
import { bellecour, type MatchedOrders } from '../../packages/protocol/src/index.ts'

/** The used part of the official library, version 8. */
interface Library {
  IExec: new (
    config: { ethProvider: unknown },
    options: object,
  ) => {
    order: {
      matchOrders(orders: object, options: object): Promise<{ dealid: string }>
    }
  }
  utils: { getSignerFromPrivateKey(url: string, privateKey: string): unknown }
}

const { IExec, utils } = createRequire(new URL('../../test/package.json', import.meta.url))(
  'iexec8',
) as Library

/** Returns a function that matches orders with the official library, for one wallet on one chain. */
export function officialMatch(
  rpc: string,
  privateKey: string,
): (orders: MatchedOrders) => Promise<void> {
  const ethProvider = utils.getSignerFromPrivateKey(rpc, privateKey)
  const client = new IExec({ ethProvider }, { hubAddress: bellecour.hub })
  return async ({ app, dataset, workerpool, request }) => {
    await client.order.matchOrders(
      {
        apporder: plain(app),
        datasetorder: plain(dataset),
        workerpoolorder: plain(workerpool),
        requestorder: plain(request),
      },
      // Its questions to an SMS and to IPFS are not the chain's.
      { preflightCheck: false },
    )
  }
}

/** An order with its amounts as text, as the library has them. */
const plain = (order: object) =>
  Object.fromEntries(
    Object.entries(order).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? String(value) : value,
    ]),
  )
