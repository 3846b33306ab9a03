"""One training step, written for each framework; each runs in a process and interpreter of its own.

`benchmarks.rivals_step` starts them and lets them take turns: a line with a number of steps on
standard input is answered by a JSON list of seconds on standard output.
"""
