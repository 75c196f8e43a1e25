"""Tests of feeds/text."""
