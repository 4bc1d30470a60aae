"""Keeps what pages and the API show: plain values, a page at a time, never more than asked for."""
