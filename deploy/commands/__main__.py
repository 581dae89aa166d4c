"""`python -m deploy.commands` is `workforce`."""

import sys

from deploy.commands import main

sys.exit(main())
