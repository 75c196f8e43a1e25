"""Tests of feeds/collect."""
