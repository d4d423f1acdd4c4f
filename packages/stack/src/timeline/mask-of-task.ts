import type { TaskId, TeeFramework } from '@iexec-sim/protocol'
import type { Sms } from '@iexec-sim/sms'
import type { TimelineBook } from '@iexec-sim/timeline'

/** Takes the values of the secrets that were for a task out of texts. */
export function maskOfTask(
  timeline: TimelineBook,
  sides: readonly { framework: TeeFramework; sms: Sms }[],
  taskId: TaskId,
): (text: string) => string {
  const events = timeline.secretEventsOfTask(taskId)
  const masks = sides.map(({ framework, sms }) =>
    sms.maskOf(events.filter((event) => event.framework === framework)),
  )
  return (text) => masks.reduce((rest, mask) => mask(rest), text)
}
