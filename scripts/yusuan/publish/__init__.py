"""Publish: packages → pages (from templates) and downloads, as bytes by relative path."""
