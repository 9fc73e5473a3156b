/*
 * The runtime's version, once for Core_version and once for those who do not want to execute: the
 * custom sections runtime_version (in which the list of APIs is empty) and runtime_apis.
 */

    .macro names
    .int8 14 << 2
    .ascii "node-subtensor"     # spec_name
    .int8 14 << 2
    .ascii "node-subtensor"     # impl_name
    .int32 1                    # authoring_version
    .int32 SPEC_VERSION         # spec_version, given by the build
    .int32 1                    # impl_version
    .endm

    .macro apis
    .ascii "\xdf\x6a\xcb\x68\x99\x07\x60\x9b"    # Core
    .int32 5
    .ascii "\x37\xe3\x97\xfc\x7c\x91\xf5\xe4"    # Metadata
    .int32 2
    .ascii "\xd2\xbc\x98\x97\xee\xd0\x8f\x15"    # TaggedTransactionQueue
    .int32 3
    .ascii "\xdd\x71\x8d\x5c\xc5\x32\x62\xd4"    # AuraApi
    .int32 1
    .ascii "\xed\x99\xc5\xac\xb2\x5e\xed\xf5"    # GrandpaApi
    .int32 3
    .ascii "\xbc\x9d\x89\x90\x4f\x5b\x92\x3f"    # AccountNonceApi
    .int32 1
    .ascii "\x37\xc8\xbb\x13\x50\xa9\xa2\xa8"    # TransactionPaymentApi
    .int32 4
    .ascii "\x5d\x1f\xbf\xbe\x85\x2f\x28\x07"    # StakeInfoRuntimeApi
    .int32 1
    .ascii "\xa8\xb0\x93\xe6\x50\x8d\x9e\x9c"    # SwapRuntimeApi
    .int32 1
    .endm

    .macro rest
    .int32 1                    # transaction_version
    .int8 1                     # system_version
    .endm

    .section .rodata.core_version,"",@
    .globl core_version
    .type core_version,@object
core_version:
    names
    .int8 9 << 2
    apis
    rest
.Lcore_version_end:
    .size core_version, .Lcore_version_end - core_version

    .section .rodata.core_version_size,"",@
    .globl core_version_size
    .type core_version_size,@object
    .p2align 2
core_version_size:
    .int32 .Lcore_version_end - core_version
    .size core_version_size, 4

    .section .custom_section.runtime_version,"",@
    names
    .int8 0
    rest

    .section .custom_section.runtime_apis,"",@
    apis
