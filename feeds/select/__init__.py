"""JUDGE: what an article is, whose it is, where it belongs and what may be passed on; pure decisions."""
