"""Disclosure control: no published number identifies anyone."""
