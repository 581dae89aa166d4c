"""Print where a service's route map and access table differ: routes.py SERVICE, run in a tree's folder."""

import importlib
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

config = importlib.import_module("shared.runtime.config")
migrations = importlib.import_module("shared.runtime.migrations")
service = importlib.import_module("shared.runtime.service")

if __name__ == "__main__":
    name = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/{name}.sqlite"
        migrations.upgrade(name, url)
        settings = config.Settings(name, url, environment="test", archive=Path(folder) / "archive")
        app = importlib.import_module(f"services.{name}.app").create_app(settings)
        print(json.dumps(service.unmatched_access(app)))
        app.extensions["workforce"].db.close()
