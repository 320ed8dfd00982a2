# shellcheck shell=bash
# The Java runtime of the image: those modules of this machine's JDK that the program needs.

make_runtime() {
    local modules
    modules=$(package_names "$HERE/packages/modules.txt")
    say "linking the Java runtime"
    # Not compressed: the root file system is, and a start reads less of it.
    # A JDK without the folder jmods links from its own run-time image.
    "$JAVA_HOME/bin/jlink" --add-modules "$modules" --output "$1" \
        --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0 \
        >"$WORK/jlink.log" 2>&1 || {
        tail -n 5 "$WORK/jlink.log" >&2
        die "jlink failed"
    }
    find "$1/lib" -name '*.so' -exec strip --strip-unneeded {} +
}

# install_jars DIRECTORY: the program and its libraries, those for this machine's kind only.
install_jars() {
    local jar
    mkdir -p "$1"
    while IFS= read -r -d : jar; do
        case $jar in
            *-osx-* | *-linux-aarch_64.jar) continue ;;
        esac
        [ ! -e "$1/${jar##*/}" ] || die "two jars are called ${jar##*/}"
        install -m 644 "$jar" "$1/"
        printf '%s\n' "$jar" >>"$WORK/jars.txt"
    done < <(gateway_jars && printf ':')
}
