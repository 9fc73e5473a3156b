package io.hypha.devnet.runtime;

/** Invented names for invented validators; a few have none, as on the main network. */
final class ValidatorNames {

    private static final String[] NAMES = {
        "Mossgate",
        "Fernhollow",
        "Quiet Orchard",
        "Drystone",
        "Saltmarsh",
        "Lichen Works",
        "Night Ferry",
        "Pale Lantern",
        "Bracken & Daughters",
        "Old Quarry",
        "Copper Heron",
        "Windlass",
        "Tallow Street",
        "",
        "Juniper Post",
        "Greywether",
        "Slow Harbour",
        "Foxglove Nine",
        "Millrace",
        "Kestrel Yard",
        "Tin Kettle",
        "Alder & Ash",
        "Hollow Bell",
        "Sedge",
        "North Lock",
        "Paper Mill Lane",
        "Ember Row",
        "Cobblestone",
        "Blue Anvil",
        "",
        "Thistledown",
        "Wren House",
        "Sluice Gate",
        "Harrow Hill",
        "Ironmonger",
        "Pebble Dash",
        "Marram",
        "Lowtide",
        "Cartwright",
        "Owl & Acorn",
        "Twin Sluices",
        "Twin Sluices",
        "Candlewick",
        "Rookery",
        "Flint Ridge",
        "Peat Bog Union",
        "",
        "Starling",
        "Weaver's Gate",
        "Dovecote",
        "Clay Pigeon",
        "Larch Lane",
        "Buttermere",
        "Gorse",
        "Oxbow",
        "Stonecrop",
        "",
        "Teasel",
        "Brickfield",
        "Sandpiper",
        "Withy Bed",
        "Hazel Copse",
        "Cold Spring",
        "Last Lamp"
    };

    private ValidatorNames() {}

    /** Empty where the validator has no identity. */
    static String of(int index) {
        return NAMES[index];
    }
}
