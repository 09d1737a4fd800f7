"""Page 导入: a workbook is checked, looked through, and taken in."""
