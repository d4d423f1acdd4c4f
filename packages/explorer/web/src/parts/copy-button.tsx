import { useState } from 'react'

/** How long the button says that it has copied, in ms. */
const SAID_MS = 1_500

/** Copies a text; `what` names it for those who do not see the button. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <button
      type="button"
      className="copy"
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      title={copied ? 'Copied' : `Copy ${what}`}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true)
          setTimeout(() => setCopied(false), SAID_MS)
        })
      }}
    >
      <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
        {copied ? <path d="M3 8.5l3.2 3L13 4.5" /> : <path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" />}
      </svg>
    </button>
  )
}
