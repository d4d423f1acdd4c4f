// Loads the page again when its script or its style did not come. A browser cuts requests off, those
// to loopback too, when the network of a container comes or goes.
addEventListener(
  'error',
  ({ target }) => {
    const reloads = Number(sessionStorage.getItem('reloads'))
    if (!(target instanceof HTMLElement) || reloads >= 3) return
    sessionStorage.setItem('reloads', String(reloads + 1))
    location.reload()
  },
  true,
)
