import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Hit, Hits } from '../../../src/schema/search.ts'
import { askApi } from '../api.ts'
import { shortId } from './id.tsx'
import { plain } from './plain.ts'

/** The search: `/` leads to it, Enter goes to what was found or lists it, Escape closes the list. */
export function Search() {
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const [hits, setHits] = useState<Hit[] | undefined>()
  useSlash(() => input.current?.focus())
  const find = async (event: FormEvent) => {
    event.preventDefault()
    const text = input.current?.value.trim()
    if (!text) return
    const { hits } = await askApi<Hits>(`/search?q=${encodeURIComponent(text)}`).catch(
      (): Hits => ({ hits: [] }),
    )
    if (hits.length !== 1) return setHits(hits)
    setHits(undefined)
    void navigate({ to: hits[0]!.url })
  }
  return (
    <search
      className="search"
      onKeyDown={({ key }) => {
        if (key === 'Escape') setHits(undefined)
      }}
    >
      <form onSubmit={(event) => void find(event)}>
        <input
          ref={input}
          type="search"
          aria-label="Search"
          placeholder="Id, address, name, CID — press /"
          maxLength={200}
          onChange={() => setHits(undefined)}
        />
      </form>
      {hits === undefined ? null : (
        <div className="hits" role="status">
          {hits.length === 0 ? (
            'Nothing on this network has this id or name.'
          ) : (
            <ul>
              {hits.map(({ kind, id, name, url }) => (
                <li key={url}>
                  <Link to={url} onClick={() => setHits(undefined)}>
                    <span className="badge">{kind}</span> {name === null ? '' : plain(name)}{' '}
                    <code>{shortId(id)}</code>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </search>
  )
}

/** Calls back when `/` is pressed outside of what takes text. */
function useSlash(act: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as HTMLElement).closest('input, textarea, select')) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}
