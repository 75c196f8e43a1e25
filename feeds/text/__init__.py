"""Shared text tools: dates, URLs, HTML text and languages, as pure functions."""
