import { rolldown } from 'rolldown'

/**
 * Bundles the two enclave programs into one file each. Their bytes are what is measured: an enclave program is exactly this file,
 * so it must not read code from anywhere else.
 */
for (const program of ['pre-compute', 'post-compute']) {
  const bundle = await rolldown({
    input: `src/programs/${program}.ts`,
    platform: 'node',
    treeshake: true,
    logLevel: 'warn',
  })
  await bundle.write({
    file: `generated/${program}.mjs`,
    format: 'esm',
    codeSplitting: false,
    comments: false,
  } as never)
  await bundle.close()
}
