package io.hypha.cli;

import picocli.CommandLine.Command;

@Command(
        name = "extrinsic",
        description = "Builds, assembles and decodes extrinsics. No private key comes near it.")
final class ExtrinsicCommand {}
