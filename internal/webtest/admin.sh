#!/bin/sh
# Puts the web form's script and its fonts, by the lock file, where the build
# picks them up: static/root/admin/ of the source folder, or the folder given.
# Called by `make admin`.
set -eu

cd "$(dirname "$0")"
to=${1:-../../static/root/admin}

if [ ! -e node_modules/.package-lock.json ] || [ -n "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
	npm ci --no-audit --no-fund --loglevel=error
	touch node_modules/.package-lock.json
fi

version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' node_modules/@sveltia/cms/package.json)
rm -rf "$to"
mkdir -p "$to/fonts" "$to/cms" "$to/cms@$version/dist"
cp node_modules/@fontsource-variable/material-symbols-outlined/files/material-symbols-outlined-latin-wght-normal.woff2 \
	node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2 \
	node_modules/@fontsource/noto-mono/files/noto-mono-latin-400-normal.woff2 "$to/fonts/"
cp node_modules/@sveltia/cms/package.json "$to/cms/"
cp -R node_modules/@sveltia/cms/locales "$to/cms@$version/"
cp -R node_modules/@sveltia/cms/dist/chunks "$to/cms@$version/dist/"
find "$to" -name '*.map' -delete
cp node_modules/@sveltia/cms/LICENSE.txt "$to/sveltia-cms.LICENSE.txt"
# The script asks foreign hosts for its fonts, its own parts and whether there is
# a newer one; here all of them are the site's own files.
sed -E -e 's#https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(:vf)?@[0-9.]+/([a-z0-9-]+\.woff2)#fonts/\1-\3#g' \
	-e 's#https://unpkg\.com/@sveltia/cms`#./cms`#g' \
	-e '/^\/\/# sourceMappingURL=/d' \
	node_modules/@sveltia/cms/dist/sveltia-cms.js >"$to/sveltia-cms.js.new"
if grep -q -e 'cdn\.jsdelivr\.net/fontsource' -e 'unpkg\.com/@sveltia/cms`' "$to/sveltia-cms.js.new"; then
	echo "admin: the script still names a foreign host for its fonts" >&2
	exit 1
fi
mv "$to/sveltia-cms.js.new" "$to/sveltia-cms.js"
