"""Tests of feeds/collect/listing."""
