#!/usr/bin/env bash
# Rebuilds ../static from GOV.UK Frontend. The result is committed: only who changes the style needs npm.
set -euo pipefail
cd "$(dirname "$0")"
npm install --ignore-scripts --no-package-lock --no-audit --no-fund --silent
node build.mjs
