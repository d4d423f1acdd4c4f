import type { Network } from '../../../../src/schema/network.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded } from '../../parts/loaded.tsx'

/** What runs, where, in which versions, and how it is. */
export function AboutNetwork() {
  const network = useApi<Network>('/network', ['block'])
  return <Loaded query={network}>{(data) => <About network={data} />}</Loaded>
}

function About({ network }: { network: Network }) {
  return (
    <section className="card">
      <h2>
        {network.profile} <small>chain {network.chainId}</small>
      </h2>
      <dl className="facts">
        <dt>Latest block</dt>
        <dd data-testid="latest-block">{network.block}</dd>
        <dt>Contracts</dt>
        <dd>{network.protocol}</dd>
        <dt>Simulator</dt>
        <dd>{network.version}</dd>
        <dt>Started</dt>
        <dd>{network.startedAt}</dd>
        <dt>Unexpected errors</dt>
        <dd className={network.unexpected > 0 ? 'bad' : ''}>
          {network.unexpected === 0 ? 'none' : `${network.unexpected}: see iexec-sim logs`}
        </dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th>Service</th>
            <th>Address</th>
            <th>Version</th>
          </tr>
        </thead>
        <tbody>
          {network.services.map(({ name, url, version }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>
                <code>{url}</code>
              </td>
              <td>{version}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
