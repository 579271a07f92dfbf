"""What holds for every test: a slow machine is no failure.

Hypothesis stops an example after 200 ms, and a test whose examples take long to make. Both measure
the machine and its other work; what is slow is found in tests/bench.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
