import type { HubClient } from '@iexec-sim/chain/client'
import { prepareImage } from '@iexec-sim/client/requester'
import { whitelistAbi } from '@iexec-sim/contracts'
import { provideImages } from '@iexec-sim/images'
import { MarketClient } from '@iexec-sim/market/client'
import {
  type Address,
  type Draw,
  encodeEnclaveConfig,
  encodeTag,
  type Hex,
  sameAddress,
  signOrder,
  type TeeFramework,
  walletOf,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import { hexlify, Interface, toUtf8Bytes, type Wallet, zeroPadValue } from 'ethers'
import type { ChainSide } from '../build/chain.ts'
import type { Services } from '../build/services.ts'

/** Tasks an offer is good for: as many as a number of JSON can say. */
const ANY_VOLUME = BigInt(Number.MAX_SAFE_INTEGER)
/** Purpose of a group's members, and kind of a key that is an address (ERC-734). */
const MEMBER = 4n
const ADDRESS_KEY = 1n

/** What a developer of apps works with. */
export interface DeveloperOptions {
  /** Folder that keeps measurements of images. */
  dir: string
  /** The chain; its first development account is the developer. */
  chain: ChainSide
  /** Services of the network. */
  services: Services
  /** Id of the chain. */
  chainId: number
  /** TEE framework the apps are for. */
  tee: TeeFramework
  /** Source of salts. */
  draw: Draw
}

/** Deploys apps as the first development account. Each step leaves alone what is there already. */
export class AppDeveloper {
  readonly #options: DeveloperOptions
  readonly #wallet: Wallet
  readonly #hub: HubClient

  constructor(options: DeveloperOptions) {
    this.#options = options
    this.#wallet = walletOf(options.chain.chain.accounts[0]!.privateKey)
    this.#hub = options.chain.hub
  }

  /** Builds one of the simulator's images where it is missing, and deploys it as an app. */
  async deploy(image: string, say: (line: string) => void): Promise<Address> {
    const { chain, dir, tee } = this.#options
    await provideImages(chain.engine, [image], say)
    const prepared = await prepareImage(chain.engine, dir, image, tee)
    const app = {
      owner: this.#wallet.address as Address,
      name: image.replace(/^.*\//, ''),
      type: 'DOCKER',
      multiaddr: hexlify(toUtf8Bytes(prepared.image)) as Hex,
      checksum: prepared.checksum,
      mrenclave: prepared.mrenclave ? encodeEnclaveConfig(prepared.mrenclave) : ('0x' as Hex),
    }
    const predicted = await this.#hub.predictApp(app)
    if (await this.#hub.isRegistered('app', predicted)) return predicted
    return (await this.#hub.as(this.#wallet).createApp(app)).address
  }

  /** Sets the secret of the app's developer. */
  async pushSecret(app: Address, value: string): Promise<void> {
    const { services, tee } = this.#options
    const { door } = services.sms.find(({ framework }) => framework === tee)!
    await new SmsClient(door.url).pushAppSecret(this.#wallet, app, value)
  }

  /** Offers an app to everyone, for nothing. */
  async offer(app: Address): Promise<void> {
    const { services, chainId, tee, draw } = this.#options
    const market = new MarketClient(services.market.door.url, chainId)
    const tag = encodeTag(`tee,${tee}`)
    if ((await market.find('AppOrder', { app, minTag: tag })).length > 0) return
    const order = {
      app,
      appprice: 0n,
      volume: ANY_VOLUME,
      tag,
      datasetrestrict: ZERO_ADDRESS,
      workerpoolrestrict: ZERO_ADDRESS,
      requesterrestrict: ZERO_ADDRESS,
      salt: draw('salt'),
    }
    const domain = { chainId, hub: this.#hub.hub }
    await market.publish(
      'AppOrder',
      await signOrder('AppOrder', order, domain, this.#wallet),
      this.#wallet,
    )
  }

  /** Makes an app a member of a whitelist. */
  async addTo(whitelist: Address, app: Address): Promise<void> {
    const abi = new Interface(whitelistAbi)
    const key = zeroPadValue(app, 32)
    const [isMember] = await this.#hub.call(abi, whitelist, 'keyHasPurpose', [key, MEMBER])
    if (isMember) return
    await this.#hub.as(this.#wallet).send(abi, whitelist, 'addKey', [key, MEMBER, ADDRESS_KEY])
  }

  /** Gives an app a name in the directory of the chain. */
  async name(app: Address, name: string): Promise<void> {
    const { names } = this.#options.services.directories
    const given = (await names.list()).find((known) => known.name === name)
    if (given && sameAddress(given.address, app)) return
    await names.set(name, app)
  }
}
