#!/usr/bin/env python3
"""Renders the icons anew after one of the SVG files has changed. Needs rsvg-convert (Debian: librsvg2-bin)."""
import pathlib
import struct
import subprocess

here = pathlib.Path(__file__).resolve().parent
resources = here.parents[3] / 'desktop-kit/src/main/resources/dev/peercade/desktop'
installers = here.parent / 'jpackage'


def png(svg, size):
    command = ['rsvg-convert', '--width', str(size), '--height', str(size), here / svg]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def ico(svg):
    """Windows: a header, an entry of 16 bytes for each picture, and the pictures as PNG. 0 stands for 256."""
    pictures = [(size, png(svg, size)) for size in (16, 32, 48, 256)]
    header = struct.pack('<HHH', 0, 1, len(pictures))
    at = len(header) + 16 * len(pictures)
    entries = b''
    for size, picture in pictures:
        entries += struct.pack('<BBBBHHII', size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return header + entries + b''.join(picture for _, picture in pictures)


def icns(svg):
    """macOS: blocks of a type, a length that counts its own 8 bytes, and a PNG."""
    types = ((b'ic11', 32), (b'ic12', 64), (b'ic07', 128), (b'ic08', 256), (b'ic09', 512), (b'ic10', 1024))
    blocks = [(kind, png(svg, size)) for kind, size in types]
    body = b''.join(kind + struct.pack('>I', 8 + len(picture)) + picture for kind, picture in blocks)
    return b'icns' + struct.pack('>I', 8 + len(body)) + body


for svg, name in (('peercade.svg', 'icon'), ('studio.svg', 'studio-icon')):
    for size in (32, 64, 128, 256):
        (resources / f'{name}-{size}.png').write_bytes(png(svg, size))
    (installers / 'windows' / f'{name}.ico').write_bytes(ico(svg))
# The Finder shows the viewer alone.
(installers / 'macos/icon.icns').write_bytes(icns('peercade.svg'))
