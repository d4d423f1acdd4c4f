import { join } from 'node:path'
import { type InputOptions, type RolldownOutput, rolldown } from 'rolldown'
import type { BundleOptions } from './bundle.ts'

/** Rolls a package's entry points up into its folder of bundled files; returns what it wrote. */
export async function rolled(
  { folder, entries, lib }: BundleOptions,
  options: Pick<InputOptions, 'external' | 'plugins'>,
): Promise<RolldownOutput['output']> {
  const build = await rolldown({
    ...options,
    input: Object.fromEntries(
      Object.entries(entries).map(([name, source]) => [name, join(folder, source)]),
    ),
    platform: 'node',
    logLevel: 'warn',
    checks: { pluginTimings: false },
  })
  const { output } = await build.write({
    dir: lib,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
  return output
}
