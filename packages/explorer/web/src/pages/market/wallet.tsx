import { Link, useParams } from '@tanstack/react-router'
import type { WalletTransaction, WalletView } from '../../../../src/schema/poco/wallet.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Rlc } from '../../parts/rlc.tsx'
import { When } from '../../parts/when.tsx'
import { Outcome } from '../chain/outcome.tsx'
import { DealList } from './deal-list.tsx'

const TRANSACTIONS: Column<WalletTransaction>[] = [
  { head: 'Transaction', rem: 12.5, cell: ({ hash }) => <Id value={hash} to={`/tx/${hash}`} /> },
  {
    head: 'Block',
    rem: 5,
    cell: ({ block }) => <Link to={`/blocks/${block}` as string}>{block}</Link>,
  },
  { head: 'Age', rem: 9.5, cell: ({ at }) => <When at={at} /> },
  { head: 'Calls', rem: 10, grows: true, cell: ({ method }) => <code>{method ?? 'unknown'}</code> },
  { head: 'To', rem: 11, cell: ({ to, created }) => <Address value={to ?? created} /> },
  { head: 'Result', rem: 8, cell: ({ succeeded }) => <Outcome succeeded={succeeded} /> },
]

/** `/wallets/0x…`: RLC of an address, its deals and its transactions. */
export function WalletPage() {
  const { address } = useParams({ strict: false }) as { address: string }
  const wallet = useApi<WalletView>(`/wallets/${address}`, ['block'])
  const labels = useApi<Record<string, string>>('/labels').data
  return (
    <Loaded query={wallet}>
      {(data) => (
        <>
          <h1>
            {labels?.[data.address.toLowerCase()] ?? <Id value={data.address} />}{' '}
            <small>{data.kind}</small>
          </h1>
          <About wallet={data} />
          <h2>Deals as requester</h2>
          <DealList filter={`requester=${data.address}`} />
          <h2 className="next">Transactions with the protocol</h2>
          <List
            path={`/wallets/${data.address}/transactions`}
            label="Transactions"
            columns={TRANSACTIONS}
            empty="It has sent no transaction that the protocol’s contracts took note of."
          />
        </>
      )}
    </Loaded>
  )
}

function About({ wallet }: { wallet: WalletView }) {
  const { address, kind } = wallet
  const isAsset = kind !== 'wallet' && kind !== 'contract'
  return (
    <section className="card">
      <dl className="facts">
        <dt>Address</dt>
        <dd>
          <Id value={address} full />
        </dd>
        {isAsset && (
          <>
            <dt>Asset</dt>
            <dd>
              <Link to={`/${kind}s/${address}` as string}>Page of the {kind}</Link>
            </dd>
          </>
        )}
        <dt>Wallet</dt>
        <dd>
          <Rlc nrlc={wallet.wallet} />
        </dd>
        <dt>Stake</dt>
        <dd>
          <Rlc nrlc={wallet.stake} /> <span className="muted">free in the escrow</span>
        </dd>
        <dt>Locked</dt>
        <dd>
          <Rlc nrlc={wallet.locked} /> <span className="muted">by deals and contributions</span>
        </dd>
        {wallet.ether === null ? null : (
          <>
            <dt>Ether</dt>
            <dd>
              <code>{wallet.ether}</code> wei
            </dd>
          </>
        )}
        <dt>Transactions</dt>
        <dd>{wallet.nonce}</dd>
        {wallet.score === '0' ? null : (
          <>
            <dt>Worker’s score</dt>
            <dd>{wallet.score}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
