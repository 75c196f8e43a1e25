"""Tests of feeds/select."""
