import { accounts } from './accounts.ts'
import type { World } from './world.ts'

/** Checks the books once the requester withdrew 15 of its 1000 nRLC: more than the rest is refused. */
export async function checkWithdrawn15(w: World): Promise<void> {
  await w.money({ requester: '985/0' })
  await w.view('totalSupply', [], 985n)
  await w.outcome('requester', 'withdraw', [986], '(empty)')
  await w.outcome('requester', 'withdrawTo', [986, accounts.sponsor], '(empty)')
}

/** The owner, and no other account, recovers 55 nRLC that reached the hub without a deposit. */
export async function recover55(w: World): Promise<void> {
  const { chain, hub } = w
  await w.outcome('requester', 'recover', [], 'Ownable: caller is not the owner')
  const recovered = await chain.simulate(accounts.owner, hub, 'recover', [])
  w.check('what would be recovered', recovered, 55n)
  await w.call('owner', 'recover', [], ['Transfer(zero, owner, 55)'])
  await w.money({ owner: '55/0' })
}
