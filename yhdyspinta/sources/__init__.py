"""What the world says: one file per workbook format, register or statistics service."""
