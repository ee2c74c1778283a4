"""Carries out the cases that every binding passes."""
