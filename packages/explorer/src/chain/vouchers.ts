import type { HubClient } from '@iexec-sim/chain/client'
import { readLog } from '@iexec-sim/chain/client'
import { voucherAbi, voucherHubAbi } from '@iexec-sim/contracts'
import type { Address } from '@iexec-sim/protocol'
import { Interface } from 'ethers'
import type { VoucherLine } from '../schema/poco/wallet.ts'

const hubAbi = new Interface(voucherHubAbi)
const abi = new Interface(voucherAbi)

/** Every voucher of a hub, the newest first. */
export async function readVouchers(hub: HubClient, voucherHub: Address): Promise<VoucherLine[]> {
  const topics = [hubAbi.getEvent('VoucherCreated')!.topicHash]
  const params = [{ address: voucherHub, topics, fromBlock: '0x0' }]
  const logs = await hub.rpc.request({ method: 'eth_getLogs', params })
  const created = (logs as { topics: string[]; data: string }[]).map((log) => readLog(hubAbi, log)!)
  return Promise.all(
    created.toReversed().map(async ({ args }) => {
      const address = args.voucher as Address
      const ask = async (name: string) => (await hub.call(abi, address, name, []))[0]
      const [owner, type, balance, expiration] = await Promise.all(
        ['owner', 'getType', 'getBalance', 'getExpiration'].map(ask),
      )
      const [{ description }] = await hub.call(hubAbi, voucherHub, 'getVoucherType', [type])
      return {
        address,
        owner,
        type: Number(type),
        description,
        balance: String(balance),
        expiresAt: new Date(Number(expiration) * 1000).toISOString(),
      }
    }),
  )
}
