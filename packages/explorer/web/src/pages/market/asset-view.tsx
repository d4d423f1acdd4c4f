import { useParams } from '@tanstack/react-router'
import type { AssetView as Asset } from '../../../../src/schema/poco/asset.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { When } from '../../parts/when.tsx'
import type { AssetKind } from './asset-list.tsx'
import { DealList } from './deal-list.tsx'

/** An asset with what its contract says, and its deals. */
export function AssetView({ kind }: { kind: AssetKind }) {
  const { address } = useParams({ strict: false }) as { address: string }
  const asset = useApi<Asset>(`/${kind}s/${address}`, ['block'])
  return (
    <Loaded query={asset}>
      {(data) => (
        <>
          <h1>
            {plain(data.name) || <Id value={data.address} />} <small>{kind}</small>
          </h1>
          <section className="card">
            <Facts asset={data} />
          </section>
          <h2>Deals</h2>
          <DealList filter={`${kind}=${data.address}`} />
        </>
      )}
    </Loaded>
  )
}

function Facts({ asset }: { asset: Asset }) {
  const { location, checksum, enclave, workerStakeRatio, schedulerRewardRatio } = asset
  return (
    <dl className="facts">
      <dt>Address</dt>
      <dd>
        <Id value={asset.address} full />
      </dd>
      <dt>Owner</dt>
      <dd>
        <Address value={asset.owner} />
      </dd>
      <dt>Deployed</dt>
      <dd>
        <When at={asset.changedAt} /> <span className="muted">{asset.changedAt}</span>
      </dd>
      {asset.type !== null && (
        <>
          <dt>Type</dt>
          <dd>{plain(asset.type)}</dd>
        </>
      )}
      {location !== null && (
        <>
          <dt>{asset.type === null ? 'Location' : 'Image'}</dt>
          <dd className="text">
            <code>{plain(location)}</code>
          </dd>
        </>
      )}
      {checksum !== null && (
        <>
          <dt>Checksum</dt>
          <dd>
            <Id value={checksum} full />
          </dd>
        </>
      )}
      {asset.type !== null && (
        <>
          <dt>Enclave</dt>
          <dd>
            {enclave === null ? (
              <span className="muted">none: a standard app</span>
            ) : (
              <pre className="text">{plain(pretty(enclave))}</pre>
            )}
          </dd>
        </>
      )}
      {workerStakeRatio !== null && (
        <>
          <dt>Workers stake</dt>
          <dd>{workerStakeRatio} % of the price</dd>
          <dt>Scheduler keeps</dt>
          <dd>{schedulerRewardRatio} % of the reward</dd>
        </>
      )}
    </dl>
  )
}

/** JSON with a line for each field; all else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
