#!/usr/bin/env bash
# Makes the image's file system: what a JVM and bash need of Debian, a Java runtime of our own, the distribution, and the
# JVM's start-up cache, which must be made where it is used. Usage: root.sh DISTRIBUTION JAVA_HOME ROOT SECONDS
# Needs root, apt-get, dpkg-deb, unshare and chroot. SECONDS: the time of all files, since 1970.
set -euo pipefail

distribution=$1
java_home=$2
root=$3
time=$4
packages=(base-files libc6 libgcc-s1 zlib1g bash libtinfo6 coreutils libacl1 libattr1 libgmp10 libselinux1 libpcre2-8-0
  findutils grep sed)
# java.desktop is where java.beans lies; the rest is what the server and its drivers load.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
modules+=,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml
modules+=,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

rm -rf -- "$root" "$root.packages"
mkdir -p -- "$root" "$root.packages"
cd -- "$root.packages"
if ! apt-get download -qq "${packages[@]}" 2>/dev/null; then
  apt-get update -qq # a machine that has no lists yet
  apt-get download -qq "${packages[@]}"
fi
cd /
for package in "$root.packages"/*.deb; do
  dpkg-deb -x "$package" "$root"
done
rm -rf -- "$root.packages"

# no manuals and translations; the copyright files stay
rm -rf -- "$root"/usr/share/{man,info,locale,lintian,bug,doc-base} "$root"/usr/lib/*/gconv "$root"/usr/lib/locale
find "$root/usr/share/doc" -type f ! -name copyright -delete
cat >"$root/etc/passwd" <<'TEXT'
root:x:0:0:root:/root:/usr/sbin/nologin
rewindmq:x:7672:7672:RewindMQ:/var/lib/rewindmq:/bin/bash
TEXT
printf 'root:x:0:\nrewindmq:x:7672:\n' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
mkdir -p -- "$root/var/lib/rewindmq" "$root/tmp" "$root/proc" "$root/dev"
chmod 1777 "$root/tmp"

mkdir -p -- "$root/opt"
"$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java"
cp -R -- "$distribution" "$root/opt/rewindmq"
find "$root" -exec touch -h -d "@$time" {} +

# The cache knows its jars by path, size and time.
unshare --mount --pid --fork bash -euc '
  mount --bind "$1" "$1" # a JVM asks for the file system, which must be a mounted one
  mount -t proc proc "$1/proc"
  mount --bind /dev "$1/dev"
  chroot "$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp /opt/rewindmq/lib/jvm/aot-cache.sh /opt/java/bin/java /opt/rewindmq/lib/server
' root "$root"
touch -d "@$time" "$root/opt/rewindmq/lib/server/server.aot"
