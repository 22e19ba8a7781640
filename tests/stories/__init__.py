"""The eleven cases of a town's year, each from a wish to what residents say of it."""
