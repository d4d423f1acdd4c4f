/** Name of the snapshot of a network nobody has used yet. */
export const PRISTINE = 'pristine'
