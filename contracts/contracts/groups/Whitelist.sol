// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC734} from "../libraries/Restrictions.sol";

/// @title A group (ERC-734) that its owner adds to
/// @notice An order restricted to this contract admits every account of the group, so that one order
/// is good for all versions of an app. A key is an address, padded with zeros from the left; group
/// members have purpose 4.
contract Whitelist is IERC734, Ownable {
    /// @inheritdoc IERC734
    mapping(bytes32 key => mapping(uint256 purpose => bool)) public override keyHasPurpose;

    /// @notice A key got a purpose.
    event KeyAdded(bytes32 indexed key, uint256 indexed purpose, uint256 indexed keyType);

    /// @param owner_ Adds keys.
    constructor(address owner_) Ownable(owner_) {}

    /// @notice Gives a key a purpose, for good.
    /// @param keyType Kind of the key, 1 for an address. It is announced, and nothing depends on it.
    function addKey(bytes32 key, uint256 purpose, uint256 keyType) external onlyOwner returns (bool) {
        keyHasPurpose[key][purpose] = true;
        emit KeyAdded(key, purpose, keyType);
        return true;
    }
}
