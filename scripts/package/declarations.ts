import type { BundleOptions } from './bundle.ts'

/** Types, TODO. */
export async function bundleTypes(_options: BundleOptions): Promise<void> {}
