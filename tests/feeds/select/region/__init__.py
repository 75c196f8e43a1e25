"""Tests of feeds/select/region."""
