"""`python -m gui`: the touchscreen."""

import sys

from gui.app import main

sys.exit(main())
