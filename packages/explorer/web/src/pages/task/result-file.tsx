import { useEffect, useState } from 'react'
import type { ResultFiles } from '../../../../src/schema/task/result.ts'
import { plain } from '../../parts/plain.ts'
import { TextBox } from '../../parts/text-box.tsx'

type File = ResultFiles['files'][number]

/** Longest name that is shown, characters. */
const LONGEST_NAME = 200
/** Largest image that is shown, bytes. */
const LARGEST_IMAGE = 4 * 1024 ** 2

/** A file of the result with its preview, and a way to save it. */
export function ResultFile({ taskId, file }: { taskId: string; file: File }) {
  const name = plain(file.name).slice(0, LONGEST_NAME)
  const url = `/api/tasks/${taskId}/result/file?name=${encodeURIComponent(file.name)}`
  return (
    <details className="file" open={file.kind !== 'binary' && file.bytes < 2_000}>
      <summary>
        <code>{name}</code> <span className="muted">{sizeText(file.bytes)}</span>
      </summary>
      <a href={url} download={file.name.split('/').at(-1)}>
        Download {name}
      </a>
      {file.kind === 'image' && file.bytes <= LARGEST_IMAGE ? (
        <Picture url={url} name={name} />
      ) : null}
      {file.preview === undefined ? null : <Text file={file} name={name} />}
    </details>
  )
}

const Text = ({ file, name }: { file: File; name: string }) => (
  <>
    <TextBox
      label={`Preview of ${name}`}
      text={plain(file.kind === 'json' && !file.isCut ? pretty(file.preview!) : file.preview!)}
    />
    {file.isCut ? <p className="muted">The preview ends here.</p> : null}
  </>
)

/** An image of the app. It is shown from its bytes: as a page of its own a browser only saves it. */
function Picture({ url, name }: { url: string; name: string }) {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    let made: string | undefined
    const stop = new AbortController()
    fetch(url, { signal: stop.signal })
      .then((answer) => answer.blob())
      .then((blob) => {
        made = URL.createObjectURL(blob)
        setSource(made)
      })
      .catch(() => {})
    return () => {
      stop.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [url])
  return source ? <img className="preview" src={source} alt={name} /> : null
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}

const sizeText = (bytes: number): string =>
  bytes < 1_024 ? `${bytes} bytes` : `${(bytes / 1_024).toFixed(1)} KiB`
