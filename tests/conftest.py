"""Settings that all tests share."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.contract_tally", "tests.forked"]

# machines differ in speed: no test may pass or fail by it
settings.register_profile(
    "planilla", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("planilla")
