import { Link, Outlet } from '@tanstack/react-router'
import { useState, useSyncExternalStore } from 'react'
import { connection } from '../live/follow.ts'
import { useSession } from '../session/use-session.ts'
import { NAVIGATION } from './navigation.ts'
import { Search } from './search.tsx'
import { applyTheme, chosenTheme, type Theme } from './theme.ts'

/** Frame of every page: navigation, state of the connection and of the session. */
export function Shell() {
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" width="22" height="22" /> iexec-sim
        </Link>
        <Search />
        <ThemeChoice />
      </header>
      <nav aria-label="Pages">
        <ul>
          {NAVIGATION.map(({ to, label }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/' }}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        <Notices />
        <Outlet />
      </main>
    </div>
  )
}

function Notices() {
  const isConnected = useSyncExternalStore(connection.subscribe, connection.get)
  const hasSession = useSession()
  return (
    <div role="status">
      {isConnected ? null : (
        <p className="notice bad">The network does not answer. This page tries again by itself.</p>
      )}
      {hasSession ? null : (
        <p className="notice">
          Read-only. Run <code>iexec-sim open</code> to control the network and see what apps print.
        </p>
      )}
    </div>
  )
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <label className="theme">
      <span className="hidden">Colours</span>
      <select
        value={theme}
        onChange={({ target }) => {
          applyTheme(target.value as Theme)
          setTheme(target.value as Theme)
        }}
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  )
}
