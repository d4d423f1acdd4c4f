/** Name of the snapshot of a network nobody has used yet. */
export const PRISTINE = 'pristine'
/** Snapshot of the network as the running test found it. */
export const BEFORE_TEST = 'before-this-test'
