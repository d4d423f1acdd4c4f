import { useApi } from '../live/use-api.ts'
import { Id } from './id.tsx'

const ZERO = /^0x0*$/

/** An address: by its name where the network gave it one, with a link to its page. */
export function Address({ value, to }: { value: string | null; to?: string }) {
  const labels = useApi<Record<string, string>>('/labels').data
  if (value === null || ZERO.test(value)) return <span className="muted">none</span>
  return <Id value={value} to={to ?? `/wallets/${value}`} name={labels?.[value.toLowerCase()]} />
}
