"""For all tests: properties have no wall-clock deadline, for that is what a loaded machine breaks first."""

from hypothesis import settings

settings.register_profile("house", settings.default, deadline=None)
settings.load_profile("house")
