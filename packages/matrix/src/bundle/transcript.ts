import { HubClient, httpRpc, interfaces } from '@iexec-sim/chain/client'
import type { AddressSheet } from '@iexec-sim/client'
import type { Hex } from '@iexec-sim/protocol'
import type { Interface } from 'ethers'

interface RawBlock {
  number: Hex
  timestamp: Hex
  transactions: { hash: Hex; from: Hex; to: Hex | null; value: Hex; input: Hex }[]
}
interface RawReceipt {
  status: Hex
  gasUsed: Hex
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}

/**
 * Everything that has happened on a chain, block by block, with what the hub's calls and events
 * mean.
 */
export async function chainTranscript(sheet: AddressSheet): Promise<object[]> {
  const rpc = httpRpc(sheet.rpc)
  const head = await new HubClient({ rpc, hub: sheet.hub }).blockNumber()
  const hub = interfaces.hub()
  const blocks: object[] = []
  for (let number = 1; number <= head; number++) {
    const params = [`0x${number.toString(16)}`, true]
    const block = (await rpc.request({ method: 'eth_getBlockByNumber', params })) as RawBlock
    const transactions = await Promise.all(
      block.transactions.map(async ({ hash, from, to, value, input }) => {
        const receipt = (await rpc.request({
          method: 'eth_getTransactionReceipt',
          params: [hash],
        })) as RawReceipt
        const call = safely(() => hub.parseTransaction({ data: input }))
        return {
          ...{ hash, from, to, value: String(BigInt(value)), gasUsed: Number(receipt.gasUsed) },
          succeeded: receipt.status === '0x1',
          call: call ? { name: call.name, args: plain(call.args.toArray()) } : input,
          events: receipt.logs.map((log) => eventOf(hub, log)),
        }
      }),
    )
    blocks.push({
      number,
      time: new Date(Number(block.timestamp) * 1000).toISOString(),
      transactions,
    })
  }
  return blocks
}

function eventOf(hub: Interface, log: RawReceipt['logs'][number]): object {
  const event = safely(() => hub.parseLog(log))
  return event ? { address: log.address, name: event.name, args: plain(event.args.toArray()) } : log
}

const plain = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(plain) : typeof value === 'bigint' ? String(value) : value

function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
