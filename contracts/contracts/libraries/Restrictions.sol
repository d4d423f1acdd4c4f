// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {GROUPMEMBER_PURPOSE} from "../types/Constants.sol";

/// @title ERC-734: a group of keys.
interface IERC734 {
    /// @notice Whether the group gave `key` this purpose.
    function keyHasPurpose(bytes32 key, uint256 purpose) external view returns (bool);
}

/// @title Restrictions of orders
library Restrictions {
    /// @dev Whether `restriction` admits `account`: zero admits all, an address admits itself, and
    /// an ERC-734 contract admits the keys it gives the purpose "group member". A contract that
    /// reverts admits no other account.
    function admits(address restriction, address account) internal view returns (bool) {
        if (restriction == address(0) || restriction == account) return true;
        if (restriction.code.length == 0) return false;
        try IERC734(restriction).keyHasPurpose(bytes32(uint256(uint160(account))), GROUPMEMBER_PURPOSE) returns (
            bool member
        ) {
            return member;
        } catch {
            return false;
        }
    }
}
