import type { Payments } from '../../../../src/schema/task/payments.ts'
import type { TaskView } from '../../../../src/schema/task/task.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Rlc } from '../../parts/rlc.tsx'

/** Prices of the deal, and who paid and got what. */
export function PaymentsCard({ task: { taskId } }: { task: TaskView }) {
  const payments = useApi<Payments>(`/tasks/${taskId}/payments`, ['timeline'], { id: taskId })
  return (
    <section className="card" data-testid="payments">
      <h2>Deal and payments</h2>
      <Loaded query={payments}>
        {(data) => (
          <>
            <Prices deal={data} />
            <Movements lines={data.movements} />
          </>
        )}
      </Loaded>
    </section>
  )
}

const Prices = ({ deal }: { deal: Payments }) => (
  <table>
    <thead>
      <tr>
        <th>For each task</th>
        <th>Goes to</th>
        <th className="number">Price</th>
      </tr>
    </thead>
    <tbody>
      {(['app', 'dataset', 'workerpool'] as const).map((kind) => {
        const asset = deal[kind]
        return asset ? (
          <tr key={kind}>
            <td>
              {kind} <Id value={asset.address} to={`/${kind}s/${asset.address}`} />
            </td>
            <td>
              <Address value={asset.owner} />
            </td>
            <td className="number">
              <Rlc nrlc={asset.price} />
            </td>
          </tr>
        ) : null
      })}
      <tr>
        <th scope="row">Paid by</th>
        <td>
          <Address value={deal.sponsor} />
        </td>
        <td className="number">
          <Rlc nrlc={deal.total} />
        </td>
      </tr>
      <tr>
        <th scope="row" colSpan={2}>
          Each worker’s stake
        </th>
        <td className="number">
          <Rlc nrlc={deal.workerStake} />
        </td>
      </tr>
    </tbody>
  </table>
)

function Movements({ lines }: { lines: Payments['movements'] }) {
  if (lines.length === 0)
    return <p className="empty">The escrow moved nothing in the transactions of this task.</p>
  return (
    <>
      <h3>What the escrow did</h3>
      <table>
        <tbody>
          {lines.map(({ event, account, amount, transaction }, i) => (
            <tr key={`${transaction} ${i}`}>
              <td>{event}</td>
              <td>
                <Address value={account} />
              </td>
              <td className="number">
                <Rlc nrlc={amount} />
              </td>
              <td>
                <Id value={transaction} to={`/tx/${transaction}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
