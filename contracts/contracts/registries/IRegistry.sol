// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the hub asks of a registry.
interface IRegistry {
    /// @notice Whether `entry` is an asset of this registry or of the one before it.
    function isRegistered(address entry) external view returns (bool);
}
