/** Colours of the page: the system's choice unless one was made here. */
export type Theme = 'system' | 'light' | 'dark'

const PLACE = 'theme'

/** The theme that was chosen. */
export const chosenTheme = (): Theme => (localStorage.getItem(PLACE) as Theme | null) ?? 'system'

/** Applies a theme and remembers it; without one, the theme that was chosen before. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  localStorage.setItem(PLACE, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
