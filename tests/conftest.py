"""Settings for all tests. No time limit for a single example: machines differ, and are shared.

Half of hypothesis' hundred examples finds what a hundred do here, at half the price; to search for longer:
`pytest --hypothesis-profile=thorough`.
"""

from hypothesis import settings

settings.register_profile("tokenwatt", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("tokenwatt")
