"""Tests of feeds/web."""
