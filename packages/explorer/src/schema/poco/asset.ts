import { type Static, Type } from 'typebox'
import { Address, orNull, Time } from '../common.ts'
import { pageOf } from '../page.ts'

/** An app, a dataset or a workerpool in one line. */
export const AssetLine = Type.Object({
  address: Address,
  name: Type.String({ description: 'Name; description of a workerpool' }),
  owner: Address,
  changedAt: Time,
  deals: Type.Integer(),
})
export type AssetLine = Static<typeof AssetLine>

/** Assets, the newest first. */
export const AssetLines = pageOf(AssetLine)

/** An asset with what its contract says. */
export const AssetView = Type.Interface([AssetLine], {
  type: orNull(Type.String({ description: 'Of an app, such as DOCKER' })),
  location: orNull(Type.String({ description: 'Image of an app, place of a dataset' })),
  checksum: orNull(Type.String()),
  enclave: orNull(Type.String({ description: 'Configuration of an app’s enclave' })),
  workerStakeRatio: orNull(Type.Integer({ description: 'Percent' })),
  schedulerRewardRatio: orNull(Type.Integer({ description: 'Percent' })),
})
export type AssetView = Static<typeof AssetView>

/** A category of tasks. */
export const CategoryLine = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  seconds: Type.Integer({ description: 'Work clock time' }),
  deals: Type.Integer(),
})
export type CategoryLine = Static<typeof CategoryLine>
