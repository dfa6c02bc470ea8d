package dev.peercade.media;

abstract non-sealed class NativePicture implements Picture {}
