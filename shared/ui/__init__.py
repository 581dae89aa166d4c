"""Page layout, components and built assets common to the three services.

A service calls `page_blueprint` (blueprint.py) once and writes its views on what it returns; templates extend
`ui/layout.html` and take tables, symbols and form fields from `ui/tables.html` and `ui/forms.html`.
`forms.py` reads what a person typed and reports every fault at once. Assets are built from `assets/` by
`build.sh` there and committed in `static/`; pages work without the script.
Knows no service, no role's rights and no database: region and reader are handed in.
"""
