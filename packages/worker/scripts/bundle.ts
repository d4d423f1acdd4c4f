import { rolldown } from 'rolldown'
import { NOTICES_FILE, writeNotices } from '../../../scripts/package/notices.ts'

/**
 * Bundles the two enclave programs into one file each. Their bytes are what is measured: an enclave
 * program is exactly this file, so it must not read code from anywhere else. The notices of what is
 * inside stand beside them.
 */
const modules: string[] = []
for (const program of ['pre-compute', 'post-compute']) {
  const bundle = await rolldown({
    input: `src/programs/${program}.ts`,
    platform: 'node',
    treeshake: true,
    logLevel: 'warn',
  })
  const { output } = await bundle.write({
    file: `generated/${program}.mjs`,
    format: 'esm',
    codeSplitting: false,
    comments: false,
  } as never)
  await bundle.close()
  for (const chunk of output) if (chunk.type === 'chunk') modules.push(...chunk.moduleIds)
}
writeNotices(`generated/${NOTICES_FILE}`, modules)
