package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(name = "runtime", description = "Runs a chain's own code.")
final class RuntimeCommand {}
