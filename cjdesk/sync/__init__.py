"""What travels: the batch format, seals and carriers. Bytes in, bytes out; knows no tables."""
