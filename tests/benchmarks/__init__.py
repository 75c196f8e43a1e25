"""Small honest benchmarks: what our way costs beside a named yardstick, on one machine, in one run.

    .venv/bin/python -m tests.benchmarks.reading      (or building, collecting, fetching, judging, serving, ticking)

Each prints how much work is done for a second of CPU time, as a ratio to the yardstick: ratios travel between
machines, seconds do not. Nothing here is asserted but that it runs.
"""
