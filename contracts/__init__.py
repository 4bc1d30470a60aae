"""Names everything said between processes, typed once."""
