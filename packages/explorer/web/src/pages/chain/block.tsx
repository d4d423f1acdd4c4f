import { Link, useParams } from '@tanstack/react-router'
import type { Block } from '../../../../src/schema/block.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/when.tsx'
import { Outcome } from './outcome.tsx'

/** `/blocks/N`: a block and its transactions. */
export function BlockPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const block = useApi<Block>(`/blocks/${id}`, ['block'])
  return <Loaded query={block}>{(data) => <About block={data} />}</Loaded>
}

function About({ block }: { block: Block }) {
  const { number, transactions } = block
  return (
    <>
      <h1>Block {number}</h1>
      <section className="card">
        <dl className="facts">
          <dt>Hash</dt>
          <dd>
            <Id value={block.hash} full />
          </dd>
          <dt>Mined</dt>
          <dd>
            <When at={block.at} /> <span className="muted">{block.at}</span>
          </dd>
          <dt>Gas used</dt>
          <dd>
            {Number(block.gasUsed).toLocaleString('en')} of{' '}
            {Number(block.gasLimit).toLocaleString('en')}
          </dd>
          <dt>Neighbours</dt>
          <dd>
            {number > 0 ? <Link to={`/blocks/${number - 1}` as string}>← {number - 1}</Link> : null}{' '}
            <Link to={`/blocks/${number + 1}` as string}>{number + 1} →</Link>
          </dd>
        </dl>
      </section>
      <section className="card">
        <h2>Transactions</h2>
        {transactions.length === 0 ? (
          <p className="empty">This block has no transactions: the clock made it.</p>
        ) : (
          <Transactions lines={transactions} />
        )}
      </section>
    </>
  )
}

const Transactions = ({ lines }: { lines: Block['transactions'] }) => (
  <table>
    <thead>
      <tr>
        <th>Transaction</th>
        <th>Calls</th>
        <th>From</th>
        <th>To</th>
        <th>Result</th>
        <th className="number">Gas used</th>
      </tr>
    </thead>
    <tbody>
      {lines.map(({ hash, method, from, to, created, succeeded, gasUsed }) => (
        <tr key={hash}>
          <td>
            <Id value={hash} to={`/tx/${hash}`} />
          </td>
          <td>
            <code>{method ?? 'unknown'}</code>
          </td>
          <td>
            <Address value={from} />
          </td>
          <td>
            <Address value={to ?? created} />
          </td>
          <td>
            <Outcome succeeded={succeeded} />
          </td>
          <td className="number">{Number(gasUsed).toLocaleString('en')}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
