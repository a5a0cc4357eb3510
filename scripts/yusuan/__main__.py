"""``python -m yusuan`` is the command ``yusuan``."""

import sys

from yusuan.cli import main

sys.exit(main())
