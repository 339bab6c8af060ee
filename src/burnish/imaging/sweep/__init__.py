"""The sweep: compiled passes over planar strips that stay in the cache.

A tool compiles to `passes` (small tables and scalars); `lowering` orders and merges them; `program` packs them into
flat arrays; `kernels` runs a program over strips; `bands` walks a picture with threads; `reference` does the
same in float64 NumPy, slowly, and is what the tests trust.
"""
