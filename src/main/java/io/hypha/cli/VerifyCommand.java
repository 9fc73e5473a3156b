package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(name = "verify", description = "Checks proofs, seals and signatures read from a file.")
final class VerifyCommand {}
