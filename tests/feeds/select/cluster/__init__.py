"""Copies of one story: pairs of articles, credits, fingerprints."""
