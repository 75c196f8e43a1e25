"""Tests of feeds/collect/sources."""
