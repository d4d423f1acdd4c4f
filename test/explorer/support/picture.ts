import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Folder of the pictures of the documentation. */
const FOLDER = join(import.meta.dirname, '../../../docs/pictures')

/**
 * Takes the picture of a page for the documentation when `IEXEC_SIM_PICTURES` is set; otherwise
 * does nothing.
 */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.IEXEC_SIM_PICTURES) return
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
