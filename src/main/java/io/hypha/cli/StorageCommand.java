package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(name = "storage", description = "Makes storage keys.")
final class StorageCommand {}
