// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the other name contracts ask of the {ENSRegistry}.
interface IENS {
    /// @notice Owner of a name; zero when nobody has it.
    function owner(bytes32 node) external view returns (address);

    /// @notice Gives the name `label` below `node` to someone.
    function setSubnodeOwner(bytes32 node, bytes32 label, address newOwner) external returns (bytes32);

    /// @notice Gives the name `label` below `node` to someone, with everything the registry keeps
    /// of it.
    function setSubnodeRecord(
        bytes32 node,
        bytes32 label,
        address newOwner,
        address newResolver,
        uint64 newTTL
    ) external;

    /// @notice Whether `operator` may do whatever `account` may.
    function isApprovedForAll(address account, address operator) external view returns (bool);
}

/// @title What a {ReverseRegistrar} asks of a resolver.
interface INameResolver {
    /// @notice Sets the name an address's reverse record holds.
    function setName(bytes32 node, string calldata newName) external;
}
