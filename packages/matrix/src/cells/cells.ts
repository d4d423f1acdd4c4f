import type { Expectation, Matrix, MatrixSecret, NamedFaults, SdkAxis, TeeAxis } from '../matrix.ts'

/** One cell: everything that is needed to run it, now or from a bundle. */
export interface Cell {
  /** TEE framework, or none. */
  tee: TeeAxis
  /** Client that requests the task. */
  sdk: SdkAxis
  /** Name of the app's image. */
  image: string
  /** Source of the protocol, such as `builtin`. */
  protocol: string
  /** Faults in force. */
  faults: NamedFaults
  /** Arguments of the app. @default none */
  args?: string
  /** Requester secrets, by the number the app knows them under. */
  secrets: Readonly<Record<string, MatrixSecret>>
  /** Expected outcome. */
  expect: Expectation
  /** Seed of its network; see `up --seed`. @default random values */
  seed?: string
  /** Seconds. */
  timeout: number
}

/** All cells of a matrix but those it leaves out, in the order of its axes. */
export function cellsOf(matrix: Matrix): Cell[] {
  const { tee, sdk, image, protocol, faults, exclude, args, secrets, seed, timeout } = matrix
  const cells = tee.flatMap((tee) =>
    sdk.flatMap((sdk) =>
      image.flatMap((image) =>
        protocol.flatMap((protocol) =>
          faults.map(
            (faults): Cell => ({
              ...{ tee, sdk, image, protocol, faults, secrets, timeout },
              expect: faults.expect ?? matrix.expect,
              ...(args === undefined ? {} : { args }),
              ...(seed === undefined ? {} : { seed }),
            }),
          ),
        ),
      ),
    ),
  )
  return cells.filter((cell) => !exclude.some((excluded) => isAll(cell, excluded)))
}

/** Name of a cell: its value on each axis, such as `scone / sdk 8 / my-app / builtin / none`. */
export const cellName = ({ tee, sdk, image, protocol, faults }: Cell): string =>
  [tee, sdk === 'none' ? 'no sdk' : `sdk ${sdk}`, image, protocol, faults.name].join(' / ')

function isAll(cell: Cell, excluded: Matrix['exclude'][number]): boolean {
  const { faults, ...axes } = { ...cell, faults: cell.faults.name }
  const own: Record<string, unknown> = { ...axes, faults }
  return Object.entries(excluded).every(([axis, value]) => own[axis] === value)
}
