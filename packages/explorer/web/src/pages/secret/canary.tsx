import type { SecretRef } from '@iexec-sim/timeline'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendApi } from '../../api.ts'
import { Refusal } from '../../parts/loaded.tsx'
import { useSession } from '../../session/use-session.ts'
import { secretName } from './secret-name.ts'

/** Whether a secret is a canary; with a session, the switch that makes it one. */
export function Canary({ secret, isOn }: { secret: SecretRef; isOn: boolean }) {
  const queries = useQueryClient()
  const hasSession = useSession()
  const { framework, family, owner, name } = secret
  const mark = useMutation({
    mutationFn: (canary: boolean) =>
      sendApi('POST', '/secrets/canary', { framework, family, owner, name, canary }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['api'] }),
  })
  const shown = mark.isPending ? mark.variables : isOn
  if (!hasSession) return isOn ? <span className="badge warn">canary</span> : null
  return (
    <>
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={shown}
          aria-checked={shown}
          disabled={mark.isPending}
          aria-label={`Look for the ${secretName(secret)} in what tasks leave behind`}
          onChange={({ target }) => mark.mutate(target.checked)}
        />
        {shown ? 'canary' : ''}
      </label>
      {mark.error ? <Refusal error={mark.error} /> : null}
    </>
  )
}
