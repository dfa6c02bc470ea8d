package dev.peercade.media;

abstract non-sealed class NativeFrame implements RawFrame {}
