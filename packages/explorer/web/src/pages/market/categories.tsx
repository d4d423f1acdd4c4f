import type { CategoryLine } from '../../../../src/schema/poco/asset.ts'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { plain } from '../../parts/plain.ts'

const COLUMNS: Column<CategoryLine>[] = [
  { head: 'Id', rem: 4, cell: ({ id }) => id },
  { head: 'Name', rem: 8, cell: ({ name }) => plain(name) },
  { head: 'Description', rem: 16, grows: true, cell: ({ description }) => plain(description) },
  {
    head: 'Time of a task',
    rem: 9,
    isNumber: true,
    cell: ({ seconds }) => <span title={`${seconds} s`}>{duration(seconds)}</span>,
  },
  { head: 'Deals', rem: 5, isNumber: true, cell: ({ deals }) => deals },
]

/** `/categories`: how long tasks may take. */
export const CategoriesPage = () => (
  <>
    <h1>Categories</h1>
    <List
      path="/categories"
      label="Categories"
      columns={COLUMNS}
      empty="There are no categories."
    />
  </>
)

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`
}
