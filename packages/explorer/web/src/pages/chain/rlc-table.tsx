import type { RlcChange } from '../../../../src/schema/call.ts'
import { Address } from '../../parts/address.tsx'
import { Rlc } from '../../parts/rlc.tsx'

const PLACES = [
  ['stake', 'Escrow, free'],
  ['locked', 'Escrow, locked'],
  ['wallet', 'Wallet'],
] as const

/** RLC of the accounts that the block of a transaction changed, one line for each place. */
export function RlcTable({ changes }: { changes: readonly RlcChange[] }) {
  if (changes.length === 0) return <p className="empty">No account’s RLC changed.</p>
  const lines = changes.flatMap(({ account, before, after }) =>
    PLACES.filter(([place]) => before[place] !== after[place]).map(([place, label]) => ({
      account,
      label,
      before: before[place],
      after: after[place],
    })),
  )
  return (
    <table>
      <thead>
        <tr>
          <th>Account</th>
          <th>Place</th>
          <th className="number">Before</th>
          <th className="number">After</th>
          <th className="number">Change</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ account, label, before, after }) => (
          <tr key={account + label}>
            <td>
              <Address value={account} />
            </td>
            <td>{label}</td>
            <td className="number">
              <Rlc nrlc={before} />
            </td>
            <td className="number">
              <Rlc nrlc={after} />
            </td>
            <td className="number">
              <Rlc nrlc={String(BigInt(after) - BigInt(before))} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
