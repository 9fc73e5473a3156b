package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(name = "metadata", description = "Shows runtime metadata.")
final class MetadataCommand {}
