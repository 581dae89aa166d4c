#!/usr/bin/env bash
# Fetches axe-core (MPL-2.0), which the browser tests inject into pages; it is not part of the project.
set -euo pipefail
cd "$(dirname "$0")"
npm install --ignore-scripts --no-package-lock --no-audit --no-fund --silent
test -s node_modules/axe-core/axe.min.js
