/** Id of a worker's contribution to a task. */
export const contributionId = (task: string, worker: string): string =>
  `${task}-${worker}`.toLowerCase()

/** Id of a slice of a bulk deal. */
export const sliceId = (deal: string, index: number): string => `${deal}-${index}`.toLowerCase()
