// A network that is going to be killed: sends one transaction after the other and says each number
// once it was answered.
import { startChain } from './started-chain.ts'

const { chain, rpc } = await startChain({ dir: process.argv[2] })
const [from, to] = chain.accounts
for (let i = 1; ; i++) {
  await rpc('eth_sendTransaction', { from: from!.address, to: to!.address, value: '0x1' })
  process.stdout.write(`${i}\n`)
}
