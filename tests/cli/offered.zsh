# zsh -f offered.zsh LINE...: types each line and a tabulator into a real zsh at a terminal of its own, and
# prints what stands in the line then: all words that zsh offers. $caravan is the program; the folder is the
# user's, with the completion installed as its documentation says.
zmodload zsh/zpty || exit 1
export ZDOTDIR=$PWD/.zfunc HOME=$PWD TERM=dumb
mkdir -p .zfunc
$caravan completion zsh > .zfunc/_caravan || exit 1
# A zsh that is typed to faster than it can read would otherwise take the tabulator for pasted text.
cat > .zfunc/.zshrc <<'ZSHRC'
PATH=${caravan%/*}:$PATH PS1=ready:
fpath=($ZDOTDIR $fpath)
autoload -Uz compinit && compinit -D -u
zstyle ':completion:*' insert-tab false
offer() { _main_complete; compstate[insert]=all }
zle -C offer complete-word offer
bindkey '^I' offer
note() { print -r -- $BUFFER >> .zfunc/offered; BUFFER= }
zle -N note
bindkey '^T' note
ZSHRC
zpty shell zsh -i
zpty -r shell seen '*ready:*'
for line in "$@"; do zpty -n -w shell $line$'\t\C-t'; done
zpty -n -w shell $'\C-d'
while zpty -r shell seen; do :; done
cat .zfunc/offered
