import { SimError } from './sim-error.ts'

/** Error codes of systems for a file they cannot open, in words. */
const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'its file system is read-only',
  ENOENT: 'a part of its path is missing, or a link that leads nowhere',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'something else of that name is there',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'no space is left on its disk',
  EDQUOT: 'the quota of its disk is used up',
  EMFILE: 'this process has too many open files (see "ulimit -n")',
  ENFILE: 'the machine has too many open files',
  ENAMETOOLONG: 'its name is too long',
}

/**
 * The error of the table for what a system said of a file, `FILE_UNUSABLE` with its name, or SQLite
 * of a database in `folder`, `DATABASE_UNUSABLE`; anything else stays as it is.
 */
export function fileFailure(error: unknown, folder?: string): unknown {
  const { code, path, message } = error as { code?: unknown; path?: unknown; message?: string }
  if (code === 'ERR_SQLITE_ERROR' && folder !== undefined)
    return new SimError(
      'DATABASE_UNUSABLE',
      { file: `in ${folder}`, reason: message ?? '' },
      { cause: error },
    )
  if (typeof code !== 'string' || typeof path !== 'string') return error
  const reason = REASONS[code]
  return reason === undefined
    ? error
    : new SimError('FILE_UNUSABLE', { file: path, reason }, { cause: error })
}
