/** Preformatted text in a box that scrolls, by mouse and by keys. `label` says what it is. */
export const TextBox = ({
  label,
  text,
  className = '',
}: {
  label: string
  text: string
  className?: string
}) => (
  <section
    className={`text-box ${className}`}
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
    tabIndex={0}
  >
    <pre>{text}</pre>
  </section>
)
