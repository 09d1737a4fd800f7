"""Page 银行: lists, results, returned payments, receivables."""
