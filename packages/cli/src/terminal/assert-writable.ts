import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { SimError } from '@iexec-sim/base'

/**
 * A report that cannot be written is better refused before minutes of work. Throws `BAD_OPTION` in
 * the name of the option.
 */
export function assertWritable(option: string, file: string | undefined): void {
  if (file === undefined) return
  const bad = (reason: string) => new SimError('BAD_OPTION', { option, value: file, reason })
  const folder = dirname(resolve(file))
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw bad(`the folder ${folder} does not exist`)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw bad('it is a folder')
}

/**
 * The same for a folder that is made when there is something to put into it: anything that stands
 * on its way is a folder.
 */
export function assertFolder(option: string, folder: string): void {
  let path = resolve(folder)
  while (!existsSync(path)) path = dirname(path)
  if (!statSync(path).isDirectory())
    throw new SimError('BAD_OPTION', { option, value: folder, reason: `${path} is not a folder` })
}
