"""The stranger's check of a sealed run: Python's standard library alone, nothing of Steelyard imported.

Rules
    every byte of a run folder is either signed or refused, but for the order of the journal's lines, which says nothing
    nothing in the folder is trusted before the signature holds
    bytes in, verified values out; the folder is read in one module (`run`), keys in another (`envelope`)
    input is bounded in size, depth and number of items; names given twice, fractions and other spellings are refused
    verdicts are computed again from plan and journal, by arithmetic written apart from that of the assessor
    what cannot be recomputed is listed as taken on trust
    the first thing wrong is raised as `Failed` with file and place; no error is swallowed

`python -m steelyard_verify RUN --key FILE`, or one file made by tools/build_verifier.py.
"""

__version__ = "1"
