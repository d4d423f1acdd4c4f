import type { Engine, Slot, SlotServices, StandInSpec } from '@iexec-sim/docker'
import type { LazyAuthorities } from '@iexec-sim/tee'
import { followBuiltIn } from '../stand-ins/built-in.ts'
import { BUILT_IN_IMAGE } from '../stand-ins/stand-ins.ts'
import type { Building } from './building.ts'

/** Image of the name service of each slot. */
const NAMES_IMAGE = 'iexec-sim/names'

/**
 * Opens worker slots when they are first needed; stand-ins and certificates are shared by all of
 * them.
 */
export class Slots {
  readonly #building: Building
  readonly #engine: Engine
  readonly #authorities: LazyAuthorities
  readonly #gatewayUrl: string
  readonly #open = new Map<string, Promise<Slot>>()
  #services: Promise<SlotServices> | undefined
  #isClosed = false

  /** Tasks read content from the gateway of `gatewayUrl`. */
  constructor(
    building: Building,
    engine: Engine,
    authorities: LazyAuthorities,
    gatewayUrl: string,
  ) {
    this.#building = building
    this.#gatewayUrl = gatewayUrl
    this.#engine = engine
    this.#authorities = authorities
  }

  /**
   * The slot of a worker. Opening takes about a second, so it is begun ahead of the first task; a
   * failed one is tried again.
   */
  slot(name: string): Promise<Slot> {
    const known = this.#open.get(name)
    if (known) return known
    // The engine is closing: nothing would remove what is opened now.
    if (this.#isClosed) return Promise.reject(new Error('the network is stopping'))
    const opening = this.#makeSlot(name)
    this.#open.set(name, opening)
    opening.catch((error: Error) => {
      this.#open.delete(name)
      this.#building.log.error({ slot: name, reason: error.message }, 'slot could not be opened')
    })
    return opening
  }

  /** Opens no more slots, and waits for those being opened: closing the engine finds them. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#open.values())
  }

  async #makeSlot(name: string): Promise<Slot> {
    this.#services ??= this.#makeServices()
    const making = this.#services
    // An image that could not be built may be there when the slot is tried again.
    making.catch(() => {
      if (this.#services === making) this.#services = undefined
    })
    return this.#engine.openSlot({ name, services: await making })
  }

  async #makeServices(): Promise<SlotServices> {
    const { standIns } = await this.#authorities()
    const { config, calls, log } = this.#building
    const onLine = followBuiltIn(calls, this.#gatewayUrl, log)
    // One container stands in for all hosts that the simulator brings.
    const groups = Map.groupBy(config.standIns, ({ host, image }) =>
      image === BUILT_IN_IMAGE ? image : host,
    )
    const specs = await Promise.all(
      [...groups.values()].map(async (group): Promise<StandInSpec> => {
        const { image } = group[0]!
        const hosts = group.map(({ host }) => host)
        const { privateKey, certificate } = await standIns.issue(hosts)
        const spec = { hosts, image, key: privateKey, certificate }
        return image === BUILT_IN_IMAGE ? { ...spec, onLine } : spec
      }),
    )
    const { provideImages } = await import('@iexec-sim/images')
    const images = [NAMES_IMAGE, ...specs.map(({ image }) => image)]
    await provideImages(this.#engine, images, (line) => log.info(line))
    return this.#engine.startSlotServices({
      namesImage: NAMES_IMAGE,
      trustedCertificates: standIns.certificate,
      standIns: specs,
    })
  }
}
