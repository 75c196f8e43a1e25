"""Tests of scheduler/doctor."""
