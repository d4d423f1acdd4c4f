import type { SecretRef } from '@iexec-sim/timeline'

/** A secret as people call it. */
export const secretName = ({ family, owner, name }: SecretRef): string =>
  ({
    requester: `requester secret "${name}" of ${owner}`,
    app: `developer secret of app ${owner}`,
    web2: `wallet secret "${name}" of ${owner}`,
    web3: `key of dataset ${owner}`,
  })[family]
