// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Storage of the hub's owner
/// @notice The slot that hubs built as diamonds use, so that tools which read or set it work here
/// too.
library OwnerStorage {
    /// @dev keccak256("diamond.standard.diamond.storage") + 3.
    bytes32 private constant LOCATION = 0xc8fcad8db84d3cc18b4c41d551ea0ee66dd599cde068d998e57d5e09332c131f;

    struct Layout {
        /// Account that may configure the hub.
        address owner;
    }

    /// @dev The storage of the contract this code runs in.
    function load() internal pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LOCATION
        }
    }
}
