import { useState } from 'react'
import type {
  ImageDifference,
  ImageFile,
  Measured as Measurement,
} from '../../../../src/schema/attestation.ts'
import type { Page } from '../../../../src/schema/page.ts'
import type { AssetLine } from '../../../../src/schema/poco/asset.ts'
import { useApi } from '../../live/use-api.ts'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { useSession } from '../../session/use-session.ts'
import { DifferenceCard } from './difference.tsx'

const COLUMNS: readonly Column<ImageFile>[] = [
  { head: 'Path', rem: 20, grows: true, cell: ({ path }) => <code>{plain(path)}</code> },
  { head: 'Type', rem: 6, cell: ({ type }) => type },
  { head: 'Mode', rem: 5, cell: ({ mode }) => <code>{mode.toString(8)}</code> },
  { head: 'Owner', rem: 6, cell: ({ uid, gid }) => `${uid}:${gid}` },
  { head: 'Bytes', rem: 7, isNumber: true, cell: ({ size }) => size.toLocaleString('en') },
  { head: 'Link to', rem: 10, cell: ({ target }) => <code>{plain(target)}</code> },
  { head: 'SHA-256', rem: 12, cell: ({ digest }) => <code title={digest}>{digest}</code> },
]

/** `/attestation`: what an image's fingerprint is made of, and why two differ. */
export function AttestationPage() {
  const hasSession = useSession()
  const apps = useApi<Page<AssetLine>>('/apps?pageSize=100', ['block'])
  const [asked, setAsked] = useState({ image: '', other: '', framework: 'scone' })
  return (
    <>
      <h1>Attestation</h1>
      <form
        className="card choices"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const text = (name: string) => String(form.get(name) ?? '').trim()
          setAsked({ image: text('image'), other: text('other'), framework: text('framework') })
        }}
      >
        <datalist id="apps">
          {apps.data?.items.map(({ address, name }) => (
            <option key={address} value={address} label={plain(name)} />
          ))}
        </datalist>
        <label>
          App or image <input name="image" list="apps" required maxLength={300} />
        </label>
        <label>
          Compare with <input name="other" list="apps" maxLength={300} />
        </label>
        <label>
          Framework{' '}
          <select name="framework">
            <option>scone</option>
            <option>gramine</option>
            <option>tdx</option>
          </select>
        </label>
        <button type="submit">Measure</button>
      </form>
      {!hasSession ? (
        <p className="empty">
          Measuring reads images of the local engine, and needs a session: run{' '}
          <code>iexec-sim open</code>, and use the page that it opens.
        </p>
      ) : asked.image === '' ? (
        <p className="empty">Choose an app of this network, or name an image of the engine.</p>
      ) : (
        <Measured key={JSON.stringify(asked)} {...asked} />
      )}
    </>
  )
}

function Measured({ image, other, framework }: Record<'image' | 'other' | 'framework', string>) {
  const [path, setPath] = useState('')
  const query = new URLSearchParams({ image, framework })
  const measurement = useApi<Measurement>(`/attestation/measurement?${query}`)
  const pair = new URLSearchParams({ a: image, b: other, framework })
  const difference = useApi<ImageDifference>(`/attestation/difference?${pair}`, [], {
    enabled: other !== '',
  })
  return (
    <Loaded query={measurement}>
      {(data) => (
        <>
          {other === '' ? null : (
            <Loaded query={difference}>{(found) => <DifferenceCard difference={found} />}</Loaded>
          )}
          <section className="card" data-testid="measurement">
            <h2>Measurement of {plain(data.image)}</h2>
            <dl className="facts">
              <dt>fingerprint</dt>
              <dd>
                <code>{data.fingerprint}</code>
              </dd>
              <dt>made of</dt>
              <dd>
                {framework === 'tdx'
                  ? 'the content id of the image'
                  : 'SHA-256 of the framework, the files and the configuration below'}
              </dd>
              <dt>content id</dt>
              <dd>
                <code>{data.imageId}</code>
              </dd>
              {Object.entries(data.configuration).map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>
                    <code>{plain(JSON.stringify(value))}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <p>
            <label>
              Path contains{' '}
              <input
                value={path}
                onChange={({ target }) => setPath(target.value)}
                maxLength={300}
              />
            </label>
          </p>
          <List<ImageFile>
            path={`/attestation/files?${query}&path=${encodeURIComponent(path)}`}
            topics={[]}
            label="Files"
            columns={COLUMNS}
            empty="No file has this in its path."
          />
        </>
      )}
    </Loaded>
  )
}
