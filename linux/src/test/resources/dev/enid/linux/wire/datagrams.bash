# Sourced by the scripts beside it, with their arguments: gives them a network namespace of their own, $here, where they are, and
# datagrams, which tells what strace heard.
# shellcheck shell=bash

if [[ ${1-} != inside ]]; then
    exec unshare --net bash "$0" inside
fi

# shellcheck disable=SC2034 # Used by those who source this.
here=$(dirname "$(readlink -f "$0")")

# strace dumps each buffer as lines of "| 00010  24 00 ...  text |" below the call.
datagrams() {
    awk '
        function flush() { if (hex != "" && way != "") print way " " hex; hex = "" }
        /^(sendmsg|sendto)\(/ { flush(); way = ">" }
        /^(recvmsg|recvfrom)\(/ { flush(); way = /MSG_PEEK/ ? "" : "<" }
        /^ \| / { line = substr($0, 10, 50); gsub(/ /, "", line); hex = hex line }
        END { flush() }'
}

# What a program and the kernel say to each other; some commands are to fail, and what the kernel answers then is wanted too.
overheard() {
    { strace -o /dev/fd/3 -e trace=sendmsg,sendto,recvmsg -e write=all -e read=all "$@" 3>&1 >/dev/null 2>/dev/null || true; } \
        | datagrams
}
