"""Whole columns of a list are read at once; a cell that is not plain goes to the reader of single cells."""
