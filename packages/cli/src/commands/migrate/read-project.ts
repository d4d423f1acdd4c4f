import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'

/** Folders of other people's code and of what is made from a project's own. */
const SKIPPED = new Set(['node_modules', '.git', 'dist', 'build', 'coverage', '.iexec-sim', 'venv'])
const LARGEST_BYTES = 1024 ** 2
const MOST_FILES = 20_000

/** A text file of a project. */
export interface ProjectFile {
  /** Relative to the project, with slashes. */
  file: string
  /** Content. */
  text: string
}

/**
 * The text files of a project that people write: neither packages nor large files, and nothing that
 * a link leads to. Throws `FILE_UNREADABLE`, and `BAD_OPTION` for more files than a project has.
 */
export function* readProject(dir: string): Generator<ProjectFile> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    throw new SimError('FILE_UNREADABLE', { file: dir, reason: 'it is not a folder' })
  let count = 0
  for (const file of filesIn(dir, '')) {
    if (++count > MOST_FILES)
      throw new SimError('BAD_OPTION', {
        option: 'DIR',
        value: dir,
        reason: `it has more than ${MOST_FILES} files; name the folder of one project`,
      })
    const path = join(dir, file)
    if (statSync(path).size > LARGEST_BYTES) continue
    const text = read(path)
    if (!text.includes('\0')) yield { file, text }
  }
}

function* filesIn(dir: string, below: string): Generator<string> {
  const entries: Dirent[] = readdirSync(join(dir, below), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* filesIn(dir, path)
    else if (entry.isFile()) yield path
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SimError('FILE_UNREADABLE', {
      file,
      reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
    })
  }
}
