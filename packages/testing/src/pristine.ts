/** Name of the snapshot of an unused network. */
export const PRISTINE = 'pristine'
/** Snapshot of the network as the running test found it. */
export const BEFORE_TEST = 'before-this-test'
