import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql'

/** Levels of fields in a document whose fragments do not name themselves. */
export function depthOf({ definitions }: DocumentNode): number {
  const fragments = new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  )
  const known = new Map<SelectionSetNode, number>()
  const depth = (set: SelectionSetNode | undefined): number => {
    if (!set) return 0
    const before = known.get(set)
    if (before !== undefined) return before
    const deepest = Math.max(
      ...set.selections.map((one) => {
        if (one.kind === Kind.FIELD) return 1 + depth(one.selectionSet)
        return depth(
          one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one.selectionSet,
        )
      }),
    )
    known.set(set, deepest)
    return deepest
  }
  return Math.max(
    0,
    ...definitions.map((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? depth(one.selectionSet) : 0,
    ),
  )
}
