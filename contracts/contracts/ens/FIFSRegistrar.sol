// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IENS} from "./IENS.sol";

/// @title Gives away the names below one name, first in, first served
/// @notice It owns the name above. A name that is taken stays with its owner until the owner passes
/// it on.
contract FIFSRegistrar {
    IENS private immutable ENS;
    bytes32 private immutable ROOT_NODE;

    /// @param ens The chain's registry.
    /// @param node The name above, to be owned by this contract.
    constructor(address ens, bytes32 node) {
        ENS = IENS(ens);
        ROOT_NODE = node;
    }

    /// @notice Gives a name to an account.
    /// @param label keccak256 of the name's leftmost part.
    /// @dev Empty revert: an account other than the caller owns the name.
    function register(bytes32 label, address owner) external {
        address current = ENS.owner(keccak256(abi.encodePacked(ROOT_NODE, label)));
        require(current == address(0) || current == msg.sender);
        ENS.setSubnodeOwner(ROOT_NODE, label, owner);
    }
}
