"""What Sphinx loads to make the site."""
