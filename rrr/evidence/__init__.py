"""`rrr evidence`: measure every method on every corpus, keep each result, write tables and charts.

Corpora, methods and measurements are named; a cell is one of each with a seed, and is measured once
and kept (`ledger`). Everything in docs/evidence/ is drawn from the kept cells (`rendering`).
"""
