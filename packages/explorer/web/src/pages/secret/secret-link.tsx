import type { SecretRef } from '@iexec-sim/timeline'
import { Link } from '@tanstack/react-router'
import { secretName, secretPath } from './secret-name.ts'

/** A secret by its name, with a link to its page. */
export const SecretLink = ({ secret }: { secret: SecretRef }) => (
  <Link to={secretPath(secret)}>{secretName(secret)}</Link>
)
