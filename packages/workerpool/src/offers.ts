import {
  type Address,
  type Draw,
  type HubDomain,
  signOrder,
  type TypedDataSigner,
  type WorkerpoolOrder,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'

/** Volume of one offer of the pool, in tasks. */
const OFFER_VOLUME = 1000n

/** Signs a zero-price workerpool order for a category and a tag, open to all requesters. */
export async function signOffer(
  workerpool: Address,
  domain: HubDomain,
  owner: TypedDataSigner,
  { category, tag, trust }: Pick<WorkerpoolOrder, 'category' | 'tag' | 'trust'>,
  draw: Draw,
): Promise<WorkerpoolOrder> {
  const order = {
    workerpool,
    workerpoolprice: 0n,
    volume: OFFER_VOLUME,
    tag,
    category,
    trust,
    apprestrict: ZERO_ADDRESS,
    datasetrestrict: ZERO_ADDRESS,
    requesterrestrict: ZERO_ADDRESS,
    salt: draw(`offer ${workerpool} ${category} ${tag} ${trust}`),
  }
  return signOrder('WorkerpoolOrder', order, domain, owner)
}
