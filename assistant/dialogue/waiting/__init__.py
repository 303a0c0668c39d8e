"""What is wanted besides: wishes that wait until what is talked about is done, and for whom each is."""
