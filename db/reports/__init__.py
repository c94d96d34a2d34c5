"""Questions that the charts ask, answered as DataFrames, one module a domain."""
