"""The sandbox and the tests' double, two programs by two readings, against the same documents."""
