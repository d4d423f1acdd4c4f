import type { ReactNode } from 'react'

/** A column of a list. */
export interface Column<Item> {
  /** Heading. */
  head: string
  /** Width, rem. */
  rem: number
  /** Whether it takes the room that the others leave. */
  grows?: boolean
  /** Content of an item's cell. */
  cell: (item: Item) => ReactNode
  /** Numbers are aligned at their end. */
  isNumber?: boolean
}
