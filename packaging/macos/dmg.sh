#!/bin/sh
# Signs build/bundle/PlushifyMe.app, packs it into a disk image, and has Apple notarise it.
#
#   packaging/macos/dmg.sh VERSION
#
# MACOS_SIGNING_IDENTITY  "Developer ID Application: ..."; without it the app is signed for this Mac only
# MACOS_NOTARY_PROFILE    a profile of `xcrun notarytool store-credentials`; without it nothing is sent
set -eu

version="$1"
root="$(cd "$(dirname "$0")/../.." && pwd)"
app="$root/build/bundle/PlushifyMe.app"
packages="$root/build/packages"
identity="${MACOS_SIGNING_IDENTITY:--}"
architecture="$(uname -m | sed 's/arm64/aarch64/')"
image="$packages/plushifyme-$version-macos-$architecture.dmg"

if [ ! -d "$app" ]; then
    echo "There is no $app yet: make bundle" >&2
    exit 1
fi

# From here on "$@" is what a signature by an identity of Apple's has besides.
set -- --options runtime --timestamp
if [ "$identity" = "-" ]; then
    set --
fi
# Inside out: libraries first, then the app that vouches for them.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -exec \
    codesign --force --sign "$identity" "$@" {} +
codesign --force --sign "$identity" "$@" \
    --entitlements "$root/packaging/macos/entitlements.plist" "$app"
codesign --verify --deep --strict "$app"

staging="$(mktemp -d)"
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
mkdir -p "$packages"
hdiutil create -volname PlushifyMe -srcfolder "$staging" -fs HFS+ -format ULFO -ov "$image"

if [ "$identity" != "-" ]; then
    codesign --sign "$identity" --timestamp "$image"
fi
if [ -n "${MACOS_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$MACOS_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
(cd "$packages" && shasum -a 256 "$(basename "$image")" > "$(basename "$image").sha256")
