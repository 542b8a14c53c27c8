"""The only room that knows everybody; it holds no rule."""
