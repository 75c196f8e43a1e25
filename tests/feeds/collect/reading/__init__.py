"""Tests of feeds.collect.reading."""
