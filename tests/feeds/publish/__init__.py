"""Tests of feeds/publish."""
