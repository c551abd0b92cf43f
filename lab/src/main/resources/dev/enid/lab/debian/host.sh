# shellcheck shell=sh
# A Debian with systemd as its first process, in the network of a machine of the lab.
#
#   host.sh keep DIRECTORY GROUP LOWER      keeps its file system, boots it, and clears away after it
#   host.sh first DIRECTORY GROUP LOWER     becomes its first process
#   host.sh rooted DIRECTORY                the same, in its own control group
#
# DIRECTORY is the host's own; GROUP is its control group, below the root of the unified tree; LOWER is the root file system
# that is never written to. The keeper reads orders: "boot PROCESS", PROCESS being the machine's holder, which it answers by
# the process id of the booted system, or by an empty line. What was booted before has the power cut. At the end of the orders,
# however they end, all is ended and removed. Mounts are the keeper's own. Control groups alone are everybody's.

role=$1 directory=$2
shift 2
PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 022

cut_power() {
    # As long as what entered the machine lives, the number is that of no other process.
    if [ -n "$entered" ] && kill -0 "$entered" 2>/dev/null && [ -n "$process" ]; then
        kill -KILL "$process" 2>/dev/null
    fi
    if [ -n "$entered" ]; then wait "$entered"; fi
    entered='' process=''
}

# Processes may be about to end.
remove_group() {
    tries=100
    while [ -d "$1" ] && [ $tries -gt 0 ]; do
        find "$1" -depth -type d -exec rmdir {} + 2>/dev/null && break
        tries=$((tries - 1))
        sleep 0.05
    done
}

case $role in
keep)
    group=$1
    # Ctrl-C is for whoever started this; it notices.
    trap '' HUP INT TERM
    cd "$directory" || exit
    mkdir layers tree root
    mount -n -t tmpfs -o mode=755 tmpfs layers
    mkdir layers/upper layers/work
    mount -n -t cgroup2 cgroup2 tree
    mkfifo born
    entered='' process=''
    while read -r order machine; do
        [ "$order" = boot ] || continue
        cut_power
        remove_group "tree/$group"
        mkdir "tree/$group"
        # Process ids of the machine, so that it ends with the machine.
        nsenter --net="/proc/$machine/ns/net" --pid="/proc/$machine/ns/pid" -- \
            unshare --mount --uts --ipc --pid --fork --kill-child -- \
            sh "$directory/host.sh" first "$directory" "$@" >born </dev/null &
        entered=$!
        read -r process <born
        echo "$process"
    done
    cut_power
    remove_group "tree/$group"
    umount -n tree
    umount -n layers
    cd /
    exec rm -rf --one-file-system -- "$directory"
    ;;
first)
    # Process ids of whoever started the keeper: /proc is still its own.
    read -r process _ </proc/self/stat || exit
    set -e
    cd "$directory"
    echo 0 >"tree/$1/cgroup.procs"
    mount -n -t overlay -o "lowerdir=$2,upperdir=layers/upper,workdir=layers/work" overlay root
    echo "$process"
    exec unshare --cgroup -- sh host.sh rooted "$directory" >console 2>&1
    ;;
rooted)
    set -e
    cd "$directory"
    # Once: what was changed since, a second boot finds changed.
    if [ -d files ]; then
        cp -r files/. root/
        rm -r files
        chroot root sh -e <setup
    fi
    cd root
    mount -n -t proc proc proc
    # Of the kernel's settings only the network's are of this host alone.
    echo localhost >proc/sys/kernel/hostname
    mount -n --bind proc/sys proc/sys
    mount -n --bind proc/sys/net proc/sys/net
    mount -n -o remount,bind,ro proc/sys
    # The journal knows boots by it; the kernel's is that of the machine underneath.
    cat proc/sys/kernel/random/uuid >../boot
    mount -n --bind ../boot proc/sys/kernel/random/boot_id
    # That of its own network, and writable: without it, there is no udevd.
    mount -n -t sysfs sysfs sys
    mount -n -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
    mount -n -t tmpfs -o mode=755,nosuid tmpfs dev
    for each in null zero full random urandom tty; do
        : >"dev/$each"
        mount -n --bind "/dev/$each" "dev/$each"
    done
    : >dev/console
    mount -n --bind "$directory/console" dev/console
    mkdir dev/pts dev/shm
    mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
    mount -n -t tmpfs -o mode=1777 tmpfs dev/shm
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    ln -s fd/0 dev/stdin
    ln -s fd/1 dev/stdout
    ln -s fd/2 dev/stderr
    mount -n -t tmpfs -o mode=755,nosuid,nodev tmpfs run
    mount -n -t tmpfs -o mode=1777,nosuid,nodev tmpfs tmp
    # systemd listens to udev only where it finds this, or a devtmpfs (sd-device-monitor); udevd's socket takes its place.
    mkdir run/udev
    : >run/udev/control
    if [ -s ../needed ]; then
        xargs -d '\n' mkdir -p -- <../needed.directories
        mount -n --all --fstab ../needed
    fi
    mkdir run/.below
    pivot_root . run/.below
    cd /
    umount -n --lazy /run/.below
    rmdir /run/.below
    exec env -i PATH="$PATH" TERM=dumb container=lab /lib/systemd/systemd
    ;;
esac
