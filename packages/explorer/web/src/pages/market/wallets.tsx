import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Loaded } from '../../parts/loaded.tsx'

/** `/wallets`: accounts and contracts that the network began with. */
export function WalletsPage() {
  const labels = useApi<Record<string, string>>('/labels')
  return (
    <>
      <h1>Wallets</h1>
      <p className="muted">
        Accounts and contracts that the network began with. The search finds any other address.
      </p>
      <section className="card">
        <Loaded query={labels}>
          {(data) => (
            <table>
              <tbody>
                {Object.keys(data)
                  .filter((address) => !/^0x0{38}/.test(address))
                  .map((address) => (
                    <tr key={address}>
                      <td>
                        <Address value={address} />
                      </td>
                      <td>
                        <code>{address}</code>
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          )}
        </Loaded>
      </section>
    </>
  )
}
