import { checkConfig } from './config-rules.ts'
import type { Finding } from './finding.ts'
import { readProject } from './read-project.ts'
import { checkText } from './text-rules.ts'

/** Outcome of reading a project. */
export interface ProjectCheck {
  /** Number of files that were read. */
  files: number
  /** What is otherwise under tdx on Arbitrum, by file and line. */
  findings: Finding[]
}

/** Files that only an enclave of scone or gramine has. */
const OF_ENCLAVES = /(?:^|\/)(?:sconify[^/]*\.sh|[^/]+\.manifest(?:\.template)?|enclave-key\.pem)$/

/** Reads a project of the scone and gramine days and says what changes. Changes nothing. */
export function checkProject(dir: string): ProjectCheck {
  const findings: Finding[] = []
  let files = 0
  for (const { file, text } of readProject(dir)) {
    files += 1
    if (OF_ENCLAVES.test(file))
      findings.push({
        file,
        line: 1,
        found: file.split('/').at(-1)!,
        change: 'remove this file: it made an enclave, and tdx runs the image as it is',
      })
    else findings.push(...checkConfig(file, text), ...checkText(file, text))
  }
  return { files, findings }
}
