"""Steelyard weighs large-model systems against named standards, with a stated error rate."""

__version__ = "0.1.0"
