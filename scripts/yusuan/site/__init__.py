"""Site: pages and downloads → the site that is served, exchanged whole."""
