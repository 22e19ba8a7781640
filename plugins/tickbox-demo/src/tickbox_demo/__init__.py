"""The generated year that `tickbox demo` builds, counts and shows."""
