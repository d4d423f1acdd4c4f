/** Whether a transaction succeeded. */
export const Outcome = ({ succeeded }: { succeeded: boolean }) => (
  <span className={succeeded ? 'badge good' : 'badge bad'}>
    {succeeded ? 'succeeded' : 'reverted'}
  </span>
)
