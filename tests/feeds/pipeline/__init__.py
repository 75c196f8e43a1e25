"""Tests of feeds/pipeline."""
