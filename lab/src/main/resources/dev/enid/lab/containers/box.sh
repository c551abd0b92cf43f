# shellcheck shell=sh
# A box in a machine: mount and process namespaces of its own, in which a container engine runs as on a machine of its own.
#
#   box.sh keep DIRECTORY GROUP ENTER...        makes a box, and clears away after it
#   box.sh first DIRECTORY GROUP unified|legacy  is the box's first process
#
# DIRECTORY is the box's own; GROUP is the control group of its containers, below the root of every tree; ENTER is the
# command line that enters the machine. All that is mounted here is the caller's own. Control groups alone are everybody's.

role=$1 directory=$2 group=$3
shift 3

# As the machine underneath has them: one tree, or one for each controller.
mount_trees() {
    if [ "$2" = unified ]; then
        mount -n -t cgroup2 cgroup2 "$1"
        return
    fi
    mount -n -t tmpfs -o mode=755 tmpfs "$1"
    while read -r controller tree _; do
        case $controller:$tree in
        '#'* | *:0) ;;
        *)
            mkdir "$1/$controller"
            mount -n -t cgroup -o "$controller" cgroup "$1/$controller"
            ;;
        esac
    done </proc/cgroups
    mkdir "$1/systemd"
    mount -n -t cgroup -o none,name=systemd cgroup "$1/systemd"
}

# The box's processes may be about to end where its machine has ended first.
remove_groups() {
    tries=100
    for each in "$1/$group" "$1"/*/"$group"; do
        while [ -d "$each" ] && [ $tries -gt 0 ]; do
            find "$each" -depth -type d -exec rmdir {} + 2>/dev/null && break
            tries=$((tries - 1))
            sleep 0.05
        done
    done
}

case $role in
keep)
    kind=legacy
    if [ "$(stat --file-system --format %T /sys/fs/cgroup)" = cgroup2fs ]; then kind=unified; fi
    "$@" unshare --mount --pid --fork --kill-child sh "$0" first "$directory" "$group" $kind
    mkdir "$directory/trees"
    mount_trees "$directory/trees" $kind
    remove_groups "$directory/trees"
    umount -n --recursive "$directory/trees"
    exec rm -rf --one-file-system -- "$directory"
    ;;
first)
    # Process ids of the machine: /proc is still its own.
    read -r process _ </proc/self/stat || exit
    set -e
    mount_trees /sys/fs/cgroup "$1"
    mount -n -t proc proc /proc
    # A daemon of the machine underneath has its sockets, its locks and its names of namespaces in /run.
    mount -n -t tmpfs -o mode=755 tmpfs /run
    mkdir -p /etc/docker
    mount -n -t tmpfs -o mode=755 tmpfs /etc/docker
    echo "$process"
    # Ends when whoever holds the other end of the pipe ends, and with it everything in here.
    exec cat >/dev/null
    ;;
esac
