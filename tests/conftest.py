"""Settings for all tests. No time limit for a single example: machines differ, and are shared."""

from hypothesis import settings

settings.register_profile("tokenwatt", deadline=None)
settings.load_profile("tokenwatt")
