import { chainErrors } from './chain.ts'
import { cliErrors } from './cli.ts'
import { contractsErrors } from './contracts.ts'
import { engineErrors } from './engine.ts'
import { faultErrors } from './faults.ts'
import { labErrors } from './lab.ts'
import { matrixErrors } from './matrix.ts'
import { protocolErrors } from './protocol.ts'
import { serviceErrors } from './service.ts'
import { smsErrors } from './sms.ts'
import { stackErrors } from './stack.ts'
import { storageErrors } from './storage.ts'
import { taskErrors } from './task.ts'
import { teeErrors } from './tee.ts'
import { testingErrors } from './testing.ts'

/**
 * One row of the error table. `{name}` in a text is filled with a value when the error is thrown.
 */
export interface ErrorEntry {
  /** One sentence that names the wrong value and the rule. */
  readonly message: string
  /** One sentence saying how to fix it. */
  readonly help: string
  /** Whether the caller's input was wrong: a command then exits with its code for wrong usage. */
  readonly usage?: true
}

/** Every error iexec-sim throws on purpose, by code. One file per domain. */
export const errorTable = {
  ...protocolErrors,
  ...serviceErrors,
  ...chainErrors,
  ...contractsErrors,
  ...labErrors,
  ...engineErrors,
  ...teeErrors,
  ...smsErrors,
  ...storageErrors,
  ...taskErrors,
  ...stackErrors,
  ...faultErrors,
  ...cliErrors,
  ...testingErrors,
  ...matrixErrors,
} as const satisfies Record<string, ErrorEntry>

/** Whether an error says that the caller's input was wrong. */
export const isUsageError = (code: ErrorCode): boolean => 'usage' in errorTable[code]

/** Code of an error of the table. */
export type ErrorCode = keyof typeof errorTable

type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never

/** The value names an error's texts need. */
export type Placeholders<C extends ErrorCode> =
  | Names<(typeof errorTable)[C]['message']>
  | Names<(typeof errorTable)[C]['help']>
