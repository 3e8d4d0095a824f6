"""What the tests hold: each gate takes a page or the project and lists its problems."""
