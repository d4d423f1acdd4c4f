// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Storage of the functions of the hub's two halves, for {LoupeDesk} (ERC-2535)
library FacetStorage {
    /// @dev ERC-7201 location of namespace "iexec-sim.hub.facets".
    bytes32 private constant LOCATION = 0x30d41d9ae1dc17359a32ac47f76332166a70f86e9422a309b01000cd01a73e00;

    struct Layout {
        /// The second half of the hub.
        address desk;
        bytes4[] hubSelectors;
        bytes4[] deskSelectors;
    }

    /// @dev The storage of the contract this code runs in.
    function load() internal pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LOCATION
        }
    }
}
