import { Id } from './id.tsx'

/** An asset by its name, or by its address if it has none, with a link to its page. */
export const AssetLink = ({
  kind,
  address,
  name,
}: {
  kind: 'app' | 'dataset' | 'workerpool'
  address: string
  name: string
}) => <Id value={address} to={`/${kind}s/${address}`} name={name.trim() || undefined} />
