export { bundle } from '../../scripts/package/bundle.ts'
export { checkLayout } from '../../scripts/package/check-layout.ts'
export { NOTICES_FILE, noticesIn, writeNotices } from '../../scripts/package/notices.ts'
