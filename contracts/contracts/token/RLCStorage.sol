// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Storage of the token
/// @notice The place and order of OpenZeppelin's upgradeable ERC-20, so that tools that set a
/// balance by its slot find it.
library RLCStorage {
    /// @dev ERC-7201 location of namespace "openzeppelin.storage.ERC20".
    bytes32 private constant LOCATION = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00;

    struct Layout {
        mapping(address account => uint256) balances;
        mapping(address account => mapping(address spender => uint256)) allowances;
        uint256 totalSupply;
    }

    /// @dev The storage of the contract this code runs in.
    function load() internal pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LOCATION
        }
    }
}
