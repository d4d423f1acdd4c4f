import type { SecretRef } from '@iexec-sim/timeline'
import { shortId } from '../../parts/id.tsx'
import { plain } from '../../parts/plain.ts'

/** A secret as people call it. */
export const secretName = ({ family, owner, name }: SecretRef): string =>
  ({
    requester: `requester secret “${plain(name)}” of ${shortId(owner)}`,
    app: `developer secret of app ${shortId(owner)}`,
    web2: `wallet secret “${plain(name)}” of ${shortId(owner)}`,
    web3: `key of dataset ${shortId(owner)}`,
  })[family]

/** Address of the page of a secret. A secret without a name of its own is called `-` there. */
export const secretPath = ({ framework, family, owner, name }: SecretRef): string =>
  `/secrets/${[framework, family, owner, name === '' ? '-' : name].map(encodeURIComponent).join('/')}`
