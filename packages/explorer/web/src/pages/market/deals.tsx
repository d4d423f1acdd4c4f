import { DealList } from './deal-list.tsx'

/** `/deals`: all deals. */
export const DealsPage = () => (
  <>
    <h1>Deals</h1>
    <DealList />
  </>
)
