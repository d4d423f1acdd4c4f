/** Votes of workers without a score that settle a task, by its trust. */
export interface VotesNeeded {
  /** The deal's trust. */
  readonly trust: number
  /** Votes it takes when all agree. */
  readonly alone: number
  /**
   * Votes it takes after one for another result. Up to trust 2 that one settles the task itself.
   */
  readonly against: number
}

/** Known numbers of votes, worked out by hand. */
export const votesNeeded: readonly VotesNeeded[] = [
  { trust: 1, alone: 1, against: 1 },
  { trust: 2, alone: 1, against: 2 },
  { trust: 3, alone: 2, against: 3 },
  { trust: 4, alone: 2, against: 4 },
  { trust: 5, alone: 3, against: 4 },
  { trust: 6, alone: 3, against: 4 },
  { trust: 9, alone: 4, against: 5 },
  { trust: 10, alone: 4, against: 5 },
  { trust: 17, alone: 5, against: 6 },
]
