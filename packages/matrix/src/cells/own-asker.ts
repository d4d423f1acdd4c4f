import type { RunningNetwork } from '@iexec-sim/client'
import { type PreparedImage, Requester } from '@iexec-sim/client/requester'
import type { Engine } from '@iexec-sim/docker'
import { encodeTag } from '@iexec-sim/protocol'
import { type Asked, type Asker, secretValue } from './asker.ts'
import type { Cell } from './cells.ts'

/** The simulator's own requester. */
export class OwnAsker implements Asker {
  readonly network: RunningNetwork
  readonly requester: Requester

  constructor(network: RunningNetwork, engine: Engine) {
    this.network = network
    this.requester = new Requester(network, engine)
  }

  /** The image as the cell's framework runs it. */
  prepare(cell: Cell): Promise<PreparedImage> {
    return this.requester.prepare(cell.image, tagOf(cell))
  }

  async ask(cell: Cell): Promise<Asked> {
    const { image, tee, secrets, args } = cell
    for (const secret of tee === 'none' ? [] : Object.values(secrets))
      await this.requester
        .sms(tee as 'scone')
        .pushRequesterSecret(this.requester.wallet, secret.name, secretValue(secret))
    const names = Object.fromEntries(
      Object.entries(secrets).map(([number, { name }]) => [number, name]),
    )
    const request = {
      image,
      tag: tagOf(cell),
      secrets: names,
      ...(args === undefined ? {} : { args }),
    }
    const { dealId, taskId } = await this.requester.match(request, await this.prepare(cell))
    return { dealId, taskId }
  }
}

const tagOf = ({ tee }: Cell) => encodeTag(tee === 'none' ? '' : ['tee', tee])
