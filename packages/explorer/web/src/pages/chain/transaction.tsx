import { Link, useParams } from '@tanstack/react-router'
import type { Transaction } from '../../../../src/schema/transaction.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { Rlc } from '../../parts/rlc.tsx'
import { When } from '../../parts/when.tsx'
import { ArgumentList } from './argument-list.tsx'
import { Events } from './events.tsx'
import { InternalCallTree } from './internal-calls.tsx'
import { Outcome } from './outcome.tsx'
import { RlcTable } from './rlc-table.tsx'

const WEI_DIGITS = 9

/** `/tx/0x…`: a transaction with its call, events, calls to other contracts and movements of RLC. */
export function TransactionPage() {
  const { hash } = useParams({ strict: false }) as { hash: string }
  const transaction = useApi<Transaction>(`/transactions/${hash}`, ['block'])
  return <Loaded query={transaction}>{(data) => <About transaction={data} />}</Loaded>
}

function About({ transaction }: { transaction: Transaction }) {
  const { hash, call, input, reason, events, rlc, block } = transaction
  return (
    <>
      <h1>
        Transaction <code>{call?.name ?? (transaction.created ? 'creation' : '')}</code>
      </h1>
      {reason === null ? null : (
        <p role="alert" className="notice bad">
          Reverted: {plain(reason)}
        </p>
      )}
      <Facts transaction={transaction} />
      {call && (
        <section className="card">
          <h2>
            Call <code>{call.name}</code>
          </h2>
          <ArgumentList args={call.args} />
        </section>
      )}
      <section className="card">
        <h2>
          Events <small>{events.length}</small>
        </h2>
        <Events events={events} />
      </section>
      <section className="card">
        <h2>RLC before and after</h2>
        <RlcTable changes={rlc} />
      </section>
      {block === null ? null : <InternalCallTree hash={hash} />}
      <section className="card">
        <h2>
          Input <small>{(input.length - 2) / 2} bytes</small>
        </h2>
        <details>
          <summary>
            Show the bytes <CopyButton text={input} what="the input" />
          </summary>
          <code className="text">{input}</code>
        </details>
      </section>
    </>
  )
}

function Facts({ transaction }: { transaction: Transaction }) {
  const { hash, block, at, from, to, created, succeeded, value } = transaction
  return (
    <section className="card">
      <dl className="facts">
        <dt>Hash</dt>
        <dd>
          <Id value={hash} full />
        </dd>
        <dt>Result</dt>
        <dd>{succeeded === null ? 'waits for a block' : <Outcome succeeded={succeeded} />}</dd>
        {block !== null && (
          <>
            <dt>Block</dt>
            <dd>
              <Link to={`/blocks/${block}` as string}>{block}</Link>
            </dd>
          </>
        )}
        {at !== null && (
          <>
            <dt>Mined</dt>
            <dd>
              <When at={at} /> <span className="muted">{at}</span>
            </dd>
          </>
        )}
        <dt>From</dt>
        <dd>
          <Address value={from} /> <span className="muted">nonce {transaction.nonce}</span>
        </dd>
        <dt>{created ? 'Created' : 'To'}</dt>
        <dd>
          <Address value={created ?? to} />
        </dd>
        {value !== '0' && (
          <>
            <dt>Sent with it</dt>
            <dd>
              <Rlc nrlc={value.slice(0, -WEI_DIGITS) || '0'} />{' '}
              <span className="muted">{value} wei</span>
            </dd>
          </>
        )}
        <dt>Gas</dt>
        <dd>
          {transaction.gasUsed === null ? '' : `${number(transaction.gasUsed)} of `}
          {number(transaction.gasLimit)} at {transaction.gasPrice} wei
        </dd>
      </dl>
    </section>
  )
}

const number = (text: string): string => Number(text).toLocaleString('en')
