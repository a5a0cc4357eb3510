"""Recognise: a document's grids → tables of known kinds, and whose disclosure it is."""
