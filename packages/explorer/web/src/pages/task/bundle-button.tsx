import { useMutation } from '@tanstack/react-query'
import { askApi } from '../../api.ts'
import { Refusal } from '../../parts/loaded.tsx'
import { useSession } from '../../session/use-session.ts'

/** Saves all that is known of the task as one file, values of secrets masked. */
export function BundleButton({ taskId }: { taskId: string }) {
  const hasSession = useSession()
  const save = useMutation({
    mutationFn: async () => {
      const bundle = await askApi<object>(`/tasks/${taskId}/bundle`)
      const url = URL.createObjectURL(new Blob([JSON.stringify(bundle, null, 2)]))
      const link = document.createElement('a')
      link.href = url
      link.download = `task-${taskId.slice(2, 10)}.json`
      link.click()
      URL.revokeObjectURL(url)
    },
  })
  return (
    <p>
      <button type="button" disabled={!hasSession || save.isPending} onClick={() => save.mutate()}>
        Download bug bundle
      </button>{' '}
      <span className="muted">
        {hasSession
          ? 'Timeline, statuses, output and versions in one file; values of secrets are masked.'
          : 'It has what the app printed, and needs a session.'}
      </span>
      {save.error ? <Refusal error={save.error} /> : null}
    </p>
  )
}
