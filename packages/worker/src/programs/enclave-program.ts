import type { PostComputeCause, PreComputeCause } from '@iexec-sim/protocol'

/** Standard input of an enclave program: its stage's variables and the worker's parameters. */
export interface ProgramInput<P> {
  /** Variables of the stage, by name. */
  variables: Record<string, string>
  /** Parameters from the worker, outside the session. */
  parameters: P
}

/** A stage failed for a reason of the real network's list. */
export class StageFailure extends Error {
  readonly reason: PreComputeCause | PostComputeCause
  /** The cause and its fix, in one sentence without secrets, for people. */
  readonly explanation: string | undefined

  constructor(reason: PreComputeCause | PostComputeCause, explanation?: string) {
    super(reason)
    this.reason = reason
    this.explanation = explanation
  }
}

/** Exit codes of both programs: success, failure with a reported cause, task id missing. */
const EXIT = { success: 0, failure: 1, taskIdMissing: 3 } as const

/**
 * Runs an enclave program: input from standard input, its report as one JSON document to standard
 * output. Nothing else is ever written there, and errors carry names only: the variables hold
 * secrets.
 */
export async function runProgram<P, R extends object>(
  taskIdVariables: readonly string[],
  unknownIssue: PreComputeCause | PostComputeCause,
  stage: (input: ProgramInput<P>) => Promise<R>,
  warmUp: () => Promise<unknown> = async () => {},
): Promise<void> {
  // The program is started while the app still runs: what is slow the first time is done before
  // there is anything to do.
  await warmUp().catch(() => {})
  const input = JSON.parse(await readAll(process.stdin)) as ProgramInput<P>
  if (!taskIdVariables.some((name) => input.variables[name])) return finish(EXIT.taskIdMissing, {})
  try {
    finish(EXIT.success, await stage(input))
  } catch (error) {
    const { reason: cause, explanation: reason } =
      error instanceof StageFailure ? error : new StageFailure(unknownIssue)
    finish(EXIT.failure, { cause, ...(reason === undefined ? {} : { reason }) })
  }
}

/**
 * The result of `step`, or the failure `reason` when it throws. `explain`: what people are told of
 * the error; nothing without.
 */
export async function orFail<T>(
  reason: PreComputeCause | PostComputeCause,
  step: () => Promise<T> | T,
  explain: (error: Error) => string | undefined = () => undefined,
): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw error instanceof StageFailure ? error : new StageFailure(reason, explain(error as Error))
  }
}

/** Ends the process as soon as the report is out: its worker waits for the end. */
function finish(exitCode: number, report: object): void {
  process.stdout.write(JSON.stringify(report), () => process.exit(exitCode))
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
