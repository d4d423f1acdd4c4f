import type { Address, Hex, Rpc } from '@iexec-sim/protocol'
import type { Interface, LogDescription } from 'ethers'

/**
 * Every event of one name a contract has logged, oldest first; `indexed` are its indexed arguments
 * to look for.
 */
export async function eventsOf(
  rpc: Rpc,
  address: Address,
  abi: Interface,
  name: string,
  indexed: readonly unknown[] = [],
): Promise<LogDescription[]> {
  const topics = abi.encodeFilterTopics(name, [...indexed])
  const filter = { address, topics, fromBlock: '0x0', toBlock: 'latest' }
  const logs = (await rpc.request({ method: 'eth_getLogs', params: [filter] })) as {
    topics: Hex[]
    data: Hex
  }[]
  return logs.map((log) => abi.parseLog(log)!)
}
