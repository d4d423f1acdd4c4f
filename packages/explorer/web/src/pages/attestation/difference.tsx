import type { ImageDifference } from '../../../../src/schema/attestation.ts'
import { plain } from '../../parts/plain.ts'

/** Most files that are shown. */
const MOST_FILES = 1000

/** The files and the configuration that differ between two images. */
export function DifferenceCard({
  difference: { configuration, files },
}: {
  difference: ImageDifference
}) {
  return (
    <section className="card" data-testid="difference">
      <h2>Difference</h2>
      {configuration.length + files.length === 0 ? (
        <p className="empty">Files and configuration are the same.</p>
      ) : (
        <table>
          <tbody>
            {configuration.map((field) => (
              <tr key={field.name}>
                <td>{field.name}</td>
                <td>configuration</td>
                <td>
                  <Change {...field} />
                </td>
              </tr>
            ))}
            {files.slice(0, MOST_FILES).map(({ path, kind, fields }) => (
              <tr key={path}>
                <td>
                  <code>{plain(path)}</code>
                </td>
                <td>{kind}</td>
                <td>
                  {fields.map((field) => (
                    <div key={field.name}>
                      {field.name}: <Change {...field} />
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {files.length > MOST_FILES ? <p className="muted">{files.length} files differ.</p> : null}
    </section>
  )
}

const Change = ({ a, b }: { a: string; b: string }) => (
  <>
    <code>{plain(a)}</code> → <code>{plain(b)}</code>
  </>
)
