/** Shown for an address that no page has. */
export function NotFound() {
  return (
    <section>
      <h1>Not found</h1>
      <p>No page has this address. The search above finds ids, addresses, names and hashes.</p>
    </section>
  )
}
