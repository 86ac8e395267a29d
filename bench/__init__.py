"""The benchmark: this project beside its peers, on one machine, in one run.

`python -m bench` (or `make bench`) writes build/bench.json and build/bench.md. One
module for each family of figures: :mod:`inference`, :mod:`drawing`, :mod:`startup`,
:mod:`footprint`; :mod:`report` turns their results into the table.
"""
