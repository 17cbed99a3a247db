"""Benchmarks: ``script/bench``. Each ``bench_<name>.py`` has a docstring, whose first line is its title, and ``run``."""
