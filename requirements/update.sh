#!/usr/bin/env bash
# Writes requirements/*.txt anew from *.in and the pyproject files: one version of each package for
# Python 3.11 to 3.14 on every platform, with the hashes of the files on the public index.
# Needs uv (named by $UV where it is not on the path).
#
#   requirements/update.sh              keep the versions, add what is missing
#   requirements/update.sh --upgrade    take the newest of everything
set -euo pipefail
cd "$(dirname "$0")"
upgrade=""
[ "${1:-}" = --upgrade ] && upgrade=yes

# Local indexes, mirrors and caches of this machine must not decide what everyone installs.
for name in $(compgen -e | grep -E '^(UV|PIP)_' || true); do unset "$name"; done
cache=$(mktemp -d) && work=$(mktemp -d) && trap 'rm -rf "$cache" "$work"' EXIT

# What the pins are for, without what this checkout is.
local_packages=() && plugins=()
for project in ../pyproject.toml ../plugins/*/pyproject.toml; do
    [ -e "$project" ] || continue
    name=$(sed -n 's/^name = "\(.*\)"$/\1/p' "$project" | head -n 1)
    local_packages+=(--no-emit-package "$name")
    [ "$project" = ../pyproject.toml ] || plugins+=("-e ./$(dirname "${project#../}")")
done

printf '%s\n' gurobipy >"$work/excludes.txt"
cp -- *.in "$work/"
[ ${#plugins[@]} -eq 0 ] || printf '%s\n' "${plugins[@]}" >>"$work/run.in"

compile() { # compile NAME [more arguments]: NAME.in -> NAME.txt
    local name=$1
    shift
    # What is pinned now stays pinned, unless --upgrade asks for newer.
    if [ -z "$upgrade" ] && [ -e "$name.txt" ]; then cp "$name.txt" "$work/$name.out"; fi
    (cd .. && "${UV:-uv}" pip compile --quiet --no-config --cache-dir "$cache" \
        --universal --python-version 3.11 --only-binary :all: --generate-hashes \
        --excludes "$work/excludes.txt" "${local_packages[@]}" \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
        "$@" "$work/$name.in" --output-file "$work/$name.out" >/dev/null)
    {
        echo "# Made by requirements/update.sh from $name.in and the pyproject files: edit those, not this."
        echo "# Complete: pip install --no-deps --only-binary :all: --require-hashes -r requirements/$name.txt"
        cat "$work/$name.out"
    } >"$work/$name.txt"
    mv "$work/$name.txt" "$name.txt"
}
compile test
compile run --constraints requirements/test.txt # one version of each, whichever set is installed
compile lint --constraints requirements/test.txt

if grep -nE '(https?|file)://|^-|^[^#].*/' run.txt test.txt lint.txt; then
    echo "requirements/update.sh: an address or a path has got into the pins" >&2
    exit 1
fi
