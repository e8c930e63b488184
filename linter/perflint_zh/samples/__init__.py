"""Sample documents written from data, in every layout that perflint reads: for tests, the corpus and benchmarks.

A `Source` becomes the pieces of a document (`outline`), which a writer turns into the bytes of a file; `labels` says which records and
defects are to be found in it.
"""
