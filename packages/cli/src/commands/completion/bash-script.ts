/**
 * Completion for bash. It needs no further package, and hands what was typed on as it is: a script
 * that evaluated it would run what stands in it.
 */
export const BASH_SCRIPT = `_iexec_sim() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $line != :* && $value == "\${COMP_WORDS[COMP_CWORD]}"* ]]; then COMPREPLY+=("$value"); fi
  done < <(iexec-sim complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _iexec_sim iexec-sim
`
