"""Copies of documents with a reviewer's remarks in them."""
