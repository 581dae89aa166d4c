// Writes ../static: one stylesheet and the two script modules that pages load.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const frontend = 'node_modules/govuk-frontend/dist/govuk/'

const { css } = compile(here('suite.scss'), {
  style: 'compressed',
  charset: false,
  loadPaths: [here('node_modules')],
  quietDeps: true
})
writeFileSync(here('../static/suite.css'), css + '\n')

const script = readFileSync(here(frontend + 'govuk-frontend.min.js'), 'utf8')
writeFileSync(here('../static/govuk-frontend.min.js'), script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'))

for (const name of ['suite.js', 'favicon.svg']) copyFileSync(here(name), here('../static/' + name))
