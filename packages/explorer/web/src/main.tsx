import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { follow } from './live/follow.ts'
import { newQueryClient } from './live/query-client.ts'
import { router } from './router.tsx'
import { redeemTicket } from './session/session-key.ts'
import './style/style.css'
import { applyTheme } from './parts/theme.ts'

sessionStorage.removeItem('reloads') // of reload.js: this time it has come
applyTheme()
await redeemTicket().catch(() => {})
const queries = newQueryClient()
follow(queries)
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
