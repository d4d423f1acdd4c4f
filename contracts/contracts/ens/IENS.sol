// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The {ENSRegistry}, as the other name contracts call it
interface IENS {
    /// @notice Owner of a name; zero for none.
    function owner(bytes32 node) external view returns (address);

    /// @notice Gives the name `label` below `node` to an account.
    function setSubnodeOwner(bytes32 node, bytes32 label, address newOwner) external returns (bytes32);

    /// @notice Gives the name `label` below `node` to an account, with its whole record.
    function setSubnodeRecord(
        bytes32 node,
        bytes32 label,
        address newOwner,
        address newResolver,
        uint64 newTTL
    ) external;

    /// @notice Whether `operator` has all rights of `account`.
    function isApprovedForAll(address account, address operator) external view returns (bool);
}

/// @title A resolver, as the {ReverseRegistrar} calls it
interface INameResolver {
    /// @notice Sets the name an address's reverse record holds.
    function setName(bytes32 node, string calldata newName) external;
}
