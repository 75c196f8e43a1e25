"""Tests of feeds/store."""
