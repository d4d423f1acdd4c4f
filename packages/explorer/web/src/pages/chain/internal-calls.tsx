import { useState } from 'react'
import type { InternalCall, InternalCalls } from '../../../../src/schema/transaction.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { ArgumentList } from './argument-list.tsx'

const INDENT_REM = 1.2

/** The calls of a transaction to contracts, as a tree; arguments are shown on demand. */
export function InternalCallTree({ hash }: { hash: string }) {
  const calls = useApi<InternalCalls>(`/transactions/${hash}/calls`)
  return (
    <section className="card">
      <h2>Calls to contracts</h2>
      <Loaded query={calls}>
        {({ calls, more }) => (
          <>
            <ul className="calls">
              {calls.map((call, i) => (
                <Call key={i} call={call} />
              ))}
            </ul>
            {more > 0 && <p className="muted">{more} further calls are not shown.</p>}
          </>
        )}
      </Loaded>
    </section>
  )
}

function Call({ call: one }: { call: InternalCall }) {
  const [isOpen, setOpen] = useState(false)
  const { depth, type, to, call, input, gasUsed, error } = one
  const name =
    call?.name ?? (type.startsWith('CREATE') ? 'creation' : input === '0x' ? 'transfer' : input)
  return (
    <li style={{ paddingLeft: `${depth * INDENT_REM}rem` }}>
      <span className="muted kind">{type.toLowerCase()}</span> <Address value={to} />{' '}
      <button
        type="button"
        className="plain"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <code>{name}</code>
      </button>{' '}
      <span className="muted">{Number(gasUsed).toLocaleString('en')} gas</span>
      {error === null ? null : <span className="badge bad">{plain(error)}</span>}
      {isOpen && <ArgumentList args={call?.args ?? []} />}
    </li>
  )
}
