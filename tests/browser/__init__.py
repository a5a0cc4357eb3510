"""The built site in headless Chromium: every type of page, and what readers do on them."""
