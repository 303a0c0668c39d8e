"""Peers: the stacks that such a service is usually built on, writing the same rows."""
