# Part of the launcher: how a process that was started ahead of time becomes the next `watch`. The other side is the class HandOver,
# which says what the pipes carry; why, decision 10.
# shellcheck shell=bash

# A folder for each such process, named by it. One that others can write to is not for us.
standby=${XDG_RUNTIME_DIR:-}
[[ $standby == /* && -O $standby && ! -k $standby ]] || standby=${XDG_STATE_HOME:-$HOME/.local/state}
standby=$standby/peercade/standby

# What a process keeps from its start, and would bring into a command of somebody who has set it otherwise, as one line in $1.
circumstances() {
    local -n line=$1
    local limits stat
    mapfile -t limits <"/proc/$$/limits"
    # Java raises it to what it may be.
    limits=("${limits[@]/Max open files*/}")
    read -r stat <"/proc/$$/stat"
    stat=(${stat##*) })
    line="$home $(umask) ${GROUPS[*]} nice ${stat[16]} ${limits[*]} $HOME ${LC_ALL:-} ${LC_CTYPE:-} ${LC_MESSAGES:-} ${LANG:-} ${TZ:-}
        ${DISPLAY:-} ${WAYLAND_DISPLAY:-} ${XAUTHORITY:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${LD_PRELOAD:-} ${LD_LIBRARY_PATH:-}"
    line=${line//[[:space:]]/ }
}

# Whether the process that folder $1 is named by is one that waits, or will soon.
lives() {
    local words
    { mapfile -d '' -t words <"/proc/${1##*/}/cmdline"; } 2>/dev/null && [[ "${words[*]}" == *" standby --standby "* ]]
}

# Whether it is ours, free, of this build, and was started in circumstances $2.
waits() {
    local like
    [[ -O $1 && ! -L $1 && -O $1/like && $1/like -nt $stamp && ! -e $1/taken ]] && lives "$1" || return 1
    IFS= read -r like <"$1/like" && [ "$like" = "$2" ]
}

# Whether the process of folder $1 is ready and sees the network and the files that we see.
fits() {
    local kind
    [[ -p $1/to && -e $1/ready ]] && waits "$1" "$2" || return 1
    for kind in net mnt user pid; do
        [ "/proc/self/ns/$kind" -ef "/proc/${1##*/}/ns/$kind" ] || return 1
    done
}

# Has a process that waits do the command, and ends as it does. Returns where there is none, or it needs what only a process of this
# terminal can do.
hand_over() {
    local like folder spare= pid signal= to= from out err said shown warned name code terminal= together= variables=()
    # What the caller's descriptors hold cannot be reached from another process; and there has to be a folder to start from.
    case "$* ${PEERCADE_PASSWORD_FILE:-} ${PEERCADE_RECORD:-} ${PEERCADE_SNAPSHOT:-}" in *" -h"* | *" --help"* | */dev/* | */proc/*) return 0 ;; esac
    [ . -ef "${PWD:-/nonexistent}" ] || return 0
    circumstances like
    for name in HUP INT TERM; do
        # shellcheck disable=SC2064
        trap "signal=$name; [ -z \"\$to\" ] || printf '%s\\0' $name >&\"\$to\"" "$name"
    done
    set -o noclobber
    for folder in "$standby"/*; do
        fits "$folder" "$like" && { true >"$folder/taken"; } 2>/dev/null && spare=$folder && break
    done
    set +o noclobber
    code=75
    if [ -n "$spare" ]; then
        pid=${spare##*/}
        # Opened to read and write first, since that never waits for the other side.
        exec {to}<>"$spare/to" {from}<>"$spare/from" {out}<>"$spare/out" {err}<>"$spare/err"
        exec {said}<"$spare/from" {shown}<"$spare/out" {warned}<"$spare/err"
        [ ! -t 0 ] || [ ! -t 1 ] || terminal=terminal
        [ ! /dev/fd/1 -ef /dev/fd/2 ] || together=together
        for name in "${!PEERCADE_@}" "${!XDG_@}"; do variables+=("$name=${!name}"); done
        printf '%s\0' "${started/[.,]/}" "$PWD" "$terminal" "$together" "${#variables[@]}" "${variables[@]}" "$#" "$@" >&"$to"
        read -r -t 3 -u "$said" name || name=
        # From here on the other side alone writes to these, so that its end is theirs.
        exec {from}>&- {out}>&- {err}>&-
        if [ "$name" = taken ]; then follow; else kill -KILL "$pid" 2>/dev/null || true; fi
    fi
    trap - HUP INT TERM
    [ -z "$to" ] || exec {to}>&- {said}<&- {shown}<&- {warned}<&-
    [ "$code" -eq 75 ] || exit "$code"
    [ -z "$signal" ] || kill -s "$signal" $$
}

# Shows what the command says until it has ended; part of hand_over.
follow() {
    local watcher shower warner
    # The group's signals are the other side's to answer. Nobody but this shell may hold `to`, whose end tells of ours.
    (trap '' HUP INT QUIT TERM && exec {to}>&- && exec cat <&"$shown") &
    shower=$!
    (trap '' HUP INT QUIT TERM && exec {to}>&- && exec cat <&"$warned" >&2) &
    warner=$!
    (trap '' HUP INT QUIT TERM && exec {to}>&- && { read -r -u "$said" code || code=137; } && exit "$code") &
    watcher=$!
    # shellcheck disable=SC2064
    trap "kill -STOP $pid; kill -STOP $$" TSTP
    # shellcheck disable=SC2064
    trap "kill -CONT $pid" CONT
    # A trap ends a wait, too.
    while code=0 && { wait "$watcher" || code=$?; } && kill -0 "$watcher" 2>/dev/null; do :; done
    wait "$shower" "$warner" || true
    trap - TSTP CONT
    [ "$code" -ne 137 ] || printf 'peercade: the process that did it was killed\n' >&2
}

# Makes the folder of this process, which is to wait, unless another does.
stand_by() {
    local like folder others=0
    # Without these it could not be told whether a process fits.
    [ -e /proc/self/ns/net ] && [ "${BASH_VERSINFO[0]}" -ge 5 ] || exit 0
    circumstances like
    for folder in "$standby"/*; do
        ! waits "$folder" "$like" || exit 0
        if lives "$folder"; then others=$((others + 1)); else rm -rf "$folder"; fi
    done
    [ "$others" -lt 3 ] || exit 0
    (
        umask 077
        mkdir -p "$standby"
        mkdir "$standby/$$"
        mkfifo "$standby/$$"/{to,from,out,err}
        printf '%s\n' "$like" >"$standby/$$/like"
    )
}

if [ "$1" = watch ]; then
    [ ! -d "$standby" ] || hand_over "$@"
else
    stand_by
    set -- "$@" "$standby/$$"
fi
