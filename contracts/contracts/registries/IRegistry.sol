// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title A registry, as the hub reads it
interface IRegistry {
    /// @notice Whether `entry` is an asset of this registry or of the one before it.
    function isRegistered(address entry) external view returns (bool);
}
