// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {OwnerStorage} from "../storage/OwnerStorage.sol";

/// @title Functions only the hub's owner may call.
abstract contract Administered {
    /// @dev Reverts `Ownable: caller is not the owner`.
    modifier onlyOwner() {
        require(msg.sender == OwnerStorage.load().owner, "Ownable: caller is not the owner");
        _;
    }
}
