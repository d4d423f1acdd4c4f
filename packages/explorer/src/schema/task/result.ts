import { type Static, Type } from 'typebox'

/** Files of a result. */
export const ResultFiles = Type.Object({
  storage: Type.String({ description: 'ipfs, dropbox, ethereum or none' }),
  location: Type.Union([Type.String(), Type.Null()]),
  problem: Type.Optional(Type.String({ description: 'Why its files cannot be listed' })),
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      bytes: Type.Integer(),
      kind: Type.Union([
        Type.Literal('text'),
        Type.Literal('json'),
        Type.Literal('image'),
        Type.Literal('binary'),
      ]),
      preview: Type.Optional(Type.String({ description: 'The first characters of a text' })),
      isCut: Type.Boolean({ description: 'Whether the preview leaves something out' }),
    }),
  ),
  left: Type.Integer({ description: 'Number of files that the list leaves out' }),
})
export type ResultFiles = Static<typeof ResultFiles>
