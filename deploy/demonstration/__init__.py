"""A synthetic region calibrated to published figures, and its loading through the public API."""
