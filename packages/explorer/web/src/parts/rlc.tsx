const NRLC_DIGITS = 9

/** An amount in RLC with the digits it needs: `1.5 RLC`; below a thousand nRLC in nRLC. */
export function rlcText(nrlc: string): string {
  const sign = nrlc.startsWith('-') ? '−' : ''
  const digits = nrlc.replace('-', '')
  if (digits !== '0' && digits.length < 4) return `${sign}${digits} nRLC`
  const padded = digits.padStart(NRLC_DIGITS + 1, '0')
  const whole = padded.slice(0, -NRLC_DIGITS).replace(/\B(?=(\d{3})+$)/g, ' ')
  const part = padded.slice(-NRLC_DIGITS).replace(/0+$/, '')
  return `${sign}${whole}${part ? `.${part}` : ''} RLC`
}

/** An amount in RLC, with the exact nRLC in the title. `nrlc`: a whole number as text. */
export const Rlc = ({ nrlc }: { nrlc: string }) => (
  <span className="rlc" title={`${nrlc} nRLC`}>
    {rlcText(nrlc)}
  </span>
)
