#!/bin/sh
# Fetches what the browser tests need: npm's test tools, by the lock file, and
# Chromium. Says nothing when all is there. Called by `make tools`.
set -eu

fail() {
	echo "webtest: $*" >&2
	exit 1
}

# root runs apt-get where that is possible at all.
can_install() {
	[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install() {
	echo "webtest: installing $*"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } >&2 || fail "apt-get could not install $*"
}

chromium() {
	if [ -n "${CHROME:-}" ]; then
		command -v "$CHROME" >/dev/null 2>&1 || fail "CHROME names $CHROME, which is no program"
		return 0
	fi
	for name in chromium chromium-browser google-chrome; do
		command -v "$name" >/dev/null 2>&1 && return 0
	done
	return 1
}

cd "$(dirname "$0")"

command -v npm >/dev/null 2>&1 || fail "npm is missing: install Node.js 18.19 or later with npm (Debian: apt-get install nodejs npm)"

# npm writes this file last of all: older than the lock file means another state.
if [ ! -e node_modules/.package-lock.json ] || [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
	npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed"
	touch node_modules/.package-lock.json
fi

if ! chromium; then
	can_install || fail "Chromium is missing: install it (Debian: apt-get install chromium) or name its program in CHROME"
	install chromium
	chromium || fail "Chromium was installed but is not in PATH"
fi
