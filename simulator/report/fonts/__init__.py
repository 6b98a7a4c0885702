"""Fonts with Chinese characters for figures and pages."""
