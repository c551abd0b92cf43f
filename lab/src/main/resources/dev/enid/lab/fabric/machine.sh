# The first process of a machine, in new mount, host name and process namespaces and in a network namespace made before.
# $1 host name, $2 an empty directory. Nothing of the machine underneath is changed: all mounts are this process's own.
# shellcheck shell=sh

# Process ids of the namespace outside: /proc is still the one from there.
read -r process rest </proc/self/stat || exit
set -e

# A directory as it is, but writable, and with an empty directory "enid" of our own in it.
veil() {
    mount -n -t tmpfs -o mode=755,size=64m tmpfs "$scratch"
    mkdir "$scratch/.below"
    mount -n --rbind "$1" "$scratch/.below"
    (cd "$scratch" && find .below -mindepth 1 -maxdepth 1 ! -name enid -exec ln -s -t . {} +)
    mkdir "$scratch/enid"
    mount -n --move "$scratch" "$1"
}

scratch=$2
# In some containers a user namespace may not mount these; most programs do with the ones from outside.
mount -n -t proc proc /proc || echo "no /proc of its own"  >&2
mount -n -t sysfs sysfs /sys || echo "no /sys of its own" >&2
veil /run
veil /etc
# The network managers of the machine underneath have nothing to do with this one, nor it with their files.
for manager in /run/NetworkManager /run/network /etc/network /etc/NetworkManager /etc/sysconfig; do
    rm -f "$manager"
done
for directory in /run/systemd /etc/systemd; do
    if [ -d "$directory" ]; then
        rm "$directory"
        mkdir "$directory"
        (cd "$directory" && find "../.below/${directory##*/}" -mindepth 1 -maxdepth 1 \
            ! -name netif ! -name network ! -name networkd.conf.d -exec ln -s -t . {} +)
    fi
done
# A file of its own: through the link, a DHCP client in here would write that of the machine underneath.
rm -f /etc/resolv.conf
: >/etc/resolv.conf
# Leases are kept by the name of the network interface, which each machine has.
for leases in /var/lib/dhcp /var/lib/dhcpcd; do
    if [ -d "$leases" ]; then mount -n -t tmpfs -o mode=755,size=1m tmpfs "$leases"; fi
done
hostname -- "$1"
echo "$process"
# Ends when whoever holds the other end of the pipe ends, and with it, as process 1, everything in here.
exec cat >/dev/null
