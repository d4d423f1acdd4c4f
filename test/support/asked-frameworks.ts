const ASKED = process.env.IEXEC_SIM_TEE ?? 'all'

/** Whether this run is about a framework, or about all. */
export const isAsked = (tee: string): boolean => ASKED === 'all' || ASKED === tee

/** Whether tests that are about no framework belong to this run: they run once, with scone. */
export const hasGeneralTests = isAsked('scone')
