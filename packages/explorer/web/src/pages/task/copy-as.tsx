import type { TaskView } from '../../../../src/schema/task/task.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { TextBox } from '../../parts/text-box.tsx'
import { BundleButton } from './bundle-button.tsx'
import { commandOf, testOf } from './task-code.ts'

/** The task again: as a command line, and as a test. */
export function CopyAs({ task }: { task: TaskView }) {
  return (
    <section className="card" data-testid="copy-as">
      <h2>Copy as</h2>
      {task.image === null ? null : (
        <>
          <Code title="Command line" text={commandOf(task)} />
          <Code title="Test" text={testOf(task)} />
        </>
      )}
      <BundleButton taskId={task.taskId} />
    </section>
  )
}

const Code = ({ title, text }: { title: string; text: string }) => (
  <details>
    <summary>{title}</summary>
    <CopyButton text={text} what={title.toLowerCase()} />
    <TextBox label={title} text={text} />
  </details>
)
