# What ./enid, ./test and ./format share: finding a JDK and Maven. To be sourced; the caller has set $root.
# shellcheck shell=bash disable=SC2034,SC2154 # constants for, and variables of, the scripts that source it

readonly EXIT_FAILURE=1      # a test failed
readonly EXIT_UNAVAILABLE=69 # sysexits.h, EX_UNAVAILABLE: a program that is needed is not there
readonly EXIT_SOFTWARE=70    # sysexits.h, EX_SOFTWARE: the sources do not build

# The feature release that the sources are written in.
readonly JAVA_NEEDED=25

# Prints the feature release of the JDK at $1 ("25"), or nothing where there is no JDK. The release file is read instead of
# starting a JVM for each candidate; a JRE, which has no javac, is none.
jdk_release() {
    [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets $jdk to the home of a JDK that is new enough. The order: what the person said, then the usual places, and there
# the release that the sources are written in before newer ones.
find_jdk() {
    local place release newer='' on_path
    if [[ -n ${ENID_JAVA_HOME:-} ]]; then
        release=$(jdk_release "$ENID_JAVA_HOME")
        if ((${release:-0} < JAVA_NEEDED)); then
            echo "enid: ENID_JAVA_HOME is $ENID_JAVA_HOME, and that is no JDK $JAVA_NEEDED or newer." >&2
            echo "Point it at the home of one (the directory that holds bin/javac), or unset it." >&2
            exit $EXIT_UNAVAILABLE
        fi
        jdk=$ENID_JAVA_HOME
        return
    fi
    on_path=$(type -P java || true)
    [[ -n $on_path ]] && on_path=$(readlink -f "$on_path")
    for place in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* /opt/java/* /usr/java/* /usr/local/lib/jvm/* \
        "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${on_path%/bin/java}"; do
        [[ -n $place ]] || continue
        release=$(jdk_release "$place")
        if ((${release:-0} >= JAVA_NEEDED)); then
            if ((release == JAVA_NEEDED)) || [[ $place == "${JAVA_HOME:-}" ]]; then
                jdk=$place
                return
            fi
            newer=${newer:-$place}
        fi
    done
    if [[ -n $newer ]]; then
        jdk=$newer
        return
    fi
    cat >&2 <<END
enid: no JDK $JAVA_NEEDED (or newer) found. It is needed to build enid and to run it from its sources.
Install one:
    apt-get install openjdk-$JAVA_NEEDED-jdk-headless     Debian 13, Ubuntu
    dnf install java-$JAVA_NEEDED-openjdk-devel           Fedora, RHEL
    dnf install java-$JAVA_NEEDED-amazon-corretto-devel   Amazon Linux
or unpack one (Temurin, Corretto, Zulu, ...) below /usr/lib/jvm or /opt, or set JAVA_HOME to where it is.
Looked at: JAVA_HOME, /usr/lib/jvm, /opt, /usr/java, /usr/local/lib/jvm, SDKMAN, ~/.jdks, java on the PATH.
END
    exit $EXIT_UNAVAILABLE
}

need_maven() {
    type -P mvn >/dev/null && return
    cat >&2 <<END
enid: Maven (mvn) not found. It is needed to build enid.
Install it:
    apt-get install maven     Debian, Ubuntu
    dnf install maven         Fedora, RHEL, Amazon Linux
END
    exit $EXIT_UNAVAILABLE
}

# Maven on the JDK that was found. Maven 3.8's own libraries use sun.misc.Unsafe, which JDK 24 and newer warn of.
maven() {
    JAVA_HOME=$jdk MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
        mvn --batch-mode --no-transfer-progress --file "$root/pom.xml" "$@"
}

# Maven compiles a module anew when its own sources have changed, but not one that uses it when an earlier command has compiled
# that already: it would call what is not there any more. Before a build the classes of such modules are removed.
remove_stale_classes() {
    local module name known stale=
    mkdir -p "$root/target/sources"
    for module in core linux agent lab benchmarks; do
        [[ -d $root/$module/src/main ]] || continue
        name=$(cd "$root" && find pom.xml "$module/pom.xml" "$module/src/main" -type f -printf '%p %s %T@\n' \
            | LC_ALL=C sort | sha256sum)
        known=$root/target/sources/$module
        [[ -z $stale ]] || rm -rf "$root/$module/target/classes" "$root/$module/target/test-classes"
        [[ -e $known && $(<"$known") == "$name" ]] || stale=yes
        printf '%s' "$name" >"$known"
    done
}
