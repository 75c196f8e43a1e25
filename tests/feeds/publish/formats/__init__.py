"""Tests of feeds/publish/formats."""
