/** Shells that completion exists for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
/** A shell. */
export type Shell = (typeof SHELLS)[number]

/**
 * What makes each shell complete the command: it asks `iexec-sim complete -- WORDS…`, whose lines
 * are a word and what it means, with a tab between. Typed words are handed on as they are: a script
 * that evaluated them would run what stands in them.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_iexec_sim() {
  local line word
  COMPREPLY=()
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    if [[ $word == "\${COMP_WORDS[COMP_CWORD]}"* ]]; then COMPREPLY+=("$word"); fi
  done < <(iexec-sim complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _iexec_sim iexec-sim
`,
  zsh: `#compdef iexec-sim
_iexec_sim() {
  local -a lines
  local line
  while IFS= read -r line; do
    lines+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(iexec-sim complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#lines )); then _describe iexec-sim lines; else _files; fi
}
compdef _iexec_sim iexec-sim
`,
  fish: `function __iexec_sim_complete
  set -l words (commandline -opc)
  set -l last (commandline -ct)
  iexec-sim complete -- $words[2..-1] "$last" 2>/dev/null
end
complete -c iexec-sim -a '(__iexec_sim_complete)'
`,
}
