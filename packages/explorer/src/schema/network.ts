import { type Static, Type } from 'typebox'

/** What runs, and where. */
export const Network = Type.Object({
  profile: Type.String({ description: 'Name of the simulated network' }),
  chainId: Type.Integer(),
  generation: Type.String({ description: 'Generation of the services: v8 or v9' }),
  hub: Type.String({ description: 'Address of the hub' }),
  currency: Type.String({ description: 'Currency of the escrow: native or token' }),
  version: Type.String({ description: 'Version of the simulator' }),
  protocol: Type.String({ description: 'Contracts, as "up --protocol" takes them' }),
  stateDir: Type.Union([Type.String(), Type.Null()]),
  startedAt: Type.String({ description: "When it started, by the machine's clock" }),
  block: Type.Integer({ description: 'Number of the latest block' }),
  services: Type.Array(
    Type.Object({
      name: Type.String(),
      url: Type.String(),
      version: Type.Union([Type.String(), Type.Null()], {
        description: 'Version of the real service it stands for',
      }),
    }),
  ),
  workers: Type.Array(Type.Object({ name: Type.String(), address: Type.String() })),
  unexpected: Type.Integer({ description: 'Requests that ended in an unexpected exception' }),
})
export type Network = Static<typeof Network>
