"""Handing over: slip, code, large digits, calling together."""
