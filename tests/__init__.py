"""Tests mirror the code; data stands beside the tests that read it."""
