# shellcheck shell=bash
# Where the test tools are, and what to say where they are not. Sourced by scripts/tools and scripts/test.

# shellcheck disable=SC2034  # used by those who source this
NO_CHROMIUM='Chromium, for the browser tests. Debian: apt-get install chromium; Fedora: dnf install chromium; or put the path of a Chrome or Chromium into CHROMIUM'
# shellcheck disable=SC2034
NO_POSTGRES='PostgreSQL (initdb and postgres), for the store tests. Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql; or name a running server in TICKLEGRAM_TEST_PG'

# shellcheck disable=SC2034
NO_PYTHON='Python 3.10 or newer with venv, for the contract tests. Debian, Ubuntu: apt-get install python3-venv; Fedora: dnf install python3; macOS: brew install python'

# Whether there is a Python that Schemathesis runs on.
find_python() {
    python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

# The path of a Chromium that can be started, or nothing.
find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' /Applications/Chromium.app/Contents/MacOS/Chromium; do
        # A name without a program behind it (the placeholder of a snap) does not answer.
        if [ -n "$name" ] && timeout 20 "$name" --version >/dev/null 2>&1 </dev/null; then
            command -v "$name"
            return
        fi
    done
}

# Whether tests will find a PostgreSQL; the places are those of crates/testkit/src/postgres/binaries.rs.
find_postgres() {
    local folder
    [ -z "${TICKLEGRAM_TEST_PG:-}" ] || return 0
    if command -v initdb >/dev/null; then return 0; fi
    for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /usr/local/pgsql/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then return 0; fi
    done
    return 1
}
