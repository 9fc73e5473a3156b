package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(name = "scale", description = "Decodes SCALE values.")
final class ScaleCommand {}
