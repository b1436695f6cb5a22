"""Run a command in a namespace that has a loopback device and nothing else: switch that on first.

References:
    netdevice(7), SIOCGIFFLAGS and SIOCSIFFLAGS.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1

if __name__ == "__main__":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        asked = struct.pack("16sH14x", b"lo", 0)
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(device, GET_FLAGS, asked))
        fcntl.ioctl(device, SET_FLAGS, struct.pack("16sH14x", b"lo", flags | UP))
    os.execvp(sys.argv[1], sys.argv[1:])
