import { SimError } from '@iexec-sim/base'
import { HubClient, httpRpc, interfaces } from '@iexec-sim/chain/client'
import { type Address, address as checked, type Hex, profiles } from '@iexec-sim/protocol'
import type { Command } from 'commander'
import { parseEther, parseUnits, Wallet } from 'ethers'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'

interface FaucetOptions extends NetworkOptions {
  rlc: string
  ether?: string
}

/** Ether that comes with the RLC where transactions cost some. */
const GAS_MONEY = '1'

/** `iexec-sim faucet`: money for a wallet. */
export function faucetCommand(): Command {
  return networkCommand('faucet')
    .argument('<address>', 'the wallet')
    .option('--rlc <amount>', 'how many RLC', '100')
    .option(
      '--ether <amount>',
      `how much ether; where RLC is the chain's own coin there is none (default: ${GAS_MONEY})`,
    )
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim faucet 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --rlc 10',
    )
    .action(async (target: string, options: FaucetOptions) => {
      const wallet = checked(target)
      const { sheet } = networkOf(options)
      const { escrow } = profiles[sheet.profile]
      const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
      if (escrow.mode === 'native' && options.ether !== undefined)
        throw new SimError('BAD_OPTION', {
          option: '--ether',
          value: options.ether,
          reason: `the coin of profile ${sheet.profile} is RLC`,
        })
      const rlc = options.rlc
      const ether = options.ether ?? GAS_MONEY
      if (escrow.mode === 'native') await addCoins(hub, wallet, amount('--rlc', rlc, parseEther))
      else {
        const value = amount('--rlc', rlc, (text) => parseUnits(text, 9))
        await addCoins(hub, wallet, amount('--ether', ether, parseEther))
        const owner = new Wallet(sheet.accounts[0]!.privateKey)
        await hub.as(owner).send(interfaces.rlc(), escrow.rlc, 'transfer', [wallet, value])
      }
      const given = escrow.mode === 'native' ? { rlc } : { rlc, ether }
      if (options.json) return printJson({ address: wallet, ...given })
      printLine(`${wallet} got ${rlc} RLC${escrow.mode === 'native' ? '' : ` and ${ether} ether`}.`)
    })
}

function amount(option: string, value: string, parse: (text: string) => bigint): bigint {
  try {
    const units = parse(value)
    if (units > 0n) return units
  } catch {}
  throw new SimError('BAD_OPTION', { option, value, reason: 'an amount above 0 is required' })
}

/** Made out of nothing: no account has to be rich for it. */
async function addCoins(hub: HubClient, wallet: Address, wei: bigint): Promise<void> {
  const { rpc } = hub
  const balance = (await rpc.request({
    method: 'eth_getBalance',
    params: [wallet, 'latest'],
  })) as Hex
  const sum = `0x${(BigInt(balance) + wei).toString(16)}`
  await rpc.request({ method: 'hardhat_setBalance', params: [wallet, sum] })
}
