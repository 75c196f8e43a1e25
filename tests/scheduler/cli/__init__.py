"""Tests of scheduler/cli."""
