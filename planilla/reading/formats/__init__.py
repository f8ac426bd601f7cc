"""Each format of file, to cells: CSV, xlsx, xls and ods, with what they hide."""
