const GOOD = ['COMPLETED', 'PROVED', 'FINALIZED']
const BAD = /FAILED|LOST|ABORTED|REJECTED|REFUSED/

/** A status, coloured by whether it is a good end, a bad one, or none yet. */
export const StatusBadge = ({ status }: { status: string }) => (
  <span
    className={`badge${GOOD.includes(status) ? ' good' : BAD.test(status) ? ' bad' : ''}`}
    data-testid="status"
  >
    {status}
  </span>
)
