# shellcheck shell=sh
# What is done once to a new root file system, in which nothing has run yet. $1 its directory.
# Nothing in it manages a link, and nothing that is done in it reaches the machine underneath.
set -e
cd "$1"

units=etc/systemd/system
mask() {
    for unit; do ln -sf /dev/null "$units/$unit"; done
}

# Enabled again by the host that wants it.
for manager in systemd-networkd.service networking.service NetworkManager.service; do
    chroot . systemctl --quiet disable "$manager"
done

# The machine's own: its disks, consoles, clock, audit and random numbers.
mask console-getty.service getty@.service serial-getty@.service getty-static.service systemd-logind.service \
    systemd-modules-load.service kmod-static-nodes.service systemd-random-seed.service systemd-pstore.service \
    systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-journald-audit.socket hwclock.service \
    systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-rfkill.socket systemd-initctl.socket \
    sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
    dev-hugepages.mount dev-mqueue.mount systemd-ask-password-wall.path systemd-ask-password-console.path \
    systemd-firstboot.service systemd-repart.service systemd-sysusers.service systemd-machine-id-commit.service \
    e2scrub_reap.service remote-fs.target
# Nothing is due while a test runs.
for timer in usr/lib/systemd/system/*.timer; do
    case $timer in *refresh-policy-routes@.timer) ;; *) mask "${timer##*/}" ;; esac
done

# Events of other devices are for the machine underneath alone: this would ask all of them to introduce themselves again.
mkdir -p $units/systemd-udev-trigger.service.d
cat >$units/systemd-udev-trigger.service.d/network.conf <<'END'
[Service]
ExecStart=
ExecStart=udevadm trigger --type=devices --subsystem-match=net --action=add
END
# And its rules, which configure them.
for rules in usr/lib/udev/rules.d/*; do
    case ${rules##*/} in
    50-udev-default.rules | 73-special-net-names.rules | 75-net-description.rules | 80-ifupdown.rules) ;;
    80-net-setup-link.rules | 81-net-dhcp.rules | 84-nm-drivers.rules | 85-nm-unmanaged.rules) ;;
    99-systemd.rules | 99-vpc-policy-routes.rules) ;;
    *) rm "$rules" ;;
    esac
done
# What udev tells of a link: ENIs of the lab are veths, which NetworkManager leaves alone.
mkdir -p etc/udev/rules.d
cat >etc/udev/rules.d/81-ena.rules <<'END'
SUBSYSTEM=="net", ENV{ID_NET_DRIVER}=="veth", ENV{ID_NET_DRIVER}="ena"
END
ln -s /dev/null etc/udev/rules.d/99-vpc-policy-routes.rules

# Each host makes its own.
: >etc/machine-id
rm -f etc/hostname etc/resolv.conf etc/apt/sources.list etc/apt/apt.conf.d/99mmdebstrap
: >etc/resolv.conf
