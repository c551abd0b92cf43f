#!/bin/sh
# Written by enid, backend sles, for this host; what is changed here is lost, see backend in enid.toml.
# Called with the name of a configuration and that of its interface.
rules=/etc/sysconfig/network/ifrule-$1
test -f "$rules" || exit 0
grep '^ipv[46] ' "$rules" | while read -r family rule; do
    # shellcheck disable=SC2086 # words of iproute2
    ip "-${family#ipv}" rule add $rule 2>/dev/null
done
exit 0
