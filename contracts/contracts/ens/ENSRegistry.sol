// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IENS} from "./IENS.sol";

/// @title Owners and resolvers of names
/// @notice A name is known by its node: zero for the root, otherwise keccak256(parent's node,
/// keccak256(label)). Its owner sets the resolver that holds its records, and owns every name below
/// it. Unmet requirements revert with no data.
contract ENSRegistry is IENS {
    /// @dev Record of a name.
    struct Record {
        address owner;
        address resolver;
        uint64 ttl;
    }

    mapping(bytes32 node => Record) private _records;
    mapping(address account => mapping(address operator => bool)) private _operators;

    /// @notice The owner of a name gave the name below it to `owner`.
    event NewOwner(bytes32 indexed node, bytes32 indexed label, address owner);
    /// @notice A name changed hands.
    event Transfer(bytes32 indexed node, address owner);
    /// @notice The resolver of a name changed.
    event NewResolver(bytes32 indexed node, address resolver);
    /// @notice The time a name may be cached changed.
    event NewTTL(bytes32 indexed node, uint64 ttl);
    /// @notice `operator` may, or may no longer, act for `owner`.
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    /// @dev Empty revert: the caller is neither the owner of `node` nor one of its operators.
    modifier authorised(bytes32 node) {
        address nodeOwner = _records[node].owner;
        require(nodeOwner == msg.sender || _operators[nodeOwner][msg.sender]);
        _;
    }

    /// @dev The deployer of the registry owns the root, and with it all names.
    constructor() {
        _records[0x0].owner = msg.sender;
    }

    /// @notice Sets the whole record of a name.
    /// @dev Empty revert: not authorised.
    function setRecord(bytes32 node, address newOwner, address newResolver, uint64 newTTL) external {
        setOwner(node, newOwner);
        _setResolverAndTTL(node, newResolver, newTTL);
    }

    /// @inheritdoc IENS
    /// @dev Empty revert: not authorised for `node`.
    function setSubnodeRecord(
        bytes32 node,
        bytes32 label,
        address newOwner,
        address newResolver,
        uint64 newTTL
    ) external {
        bytes32 subnode = setSubnodeOwner(node, label, newOwner);
        _setResolverAndTTL(subnode, newResolver, newTTL);
    }

    /// @notice Gives a name to an account.
    /// @dev Empty revert: not authorised.
    function setOwner(bytes32 node, address newOwner) public authorised(node) {
        _records[node].owner = newOwner;
        emit Transfer(node, newOwner);
    }

    /// @inheritdoc IENS
    /// @dev Empty revert: not authorised for `node`. The owner of the name below loses it.
    /// @return The node of the name below.
    function setSubnodeOwner(
        bytes32 node,
        bytes32 label,
        address newOwner
    ) public authorised(node) returns (bytes32) {
        bytes32 subnode = keccak256(abi.encodePacked(node, label));
        _records[subnode].owner = newOwner;
        emit NewOwner(node, label, newOwner);
        return subnode;
    }

    /// @notice Sets the resolver of a name.
    /// @dev Empty revert: not authorised.
    function setResolver(bytes32 node, address newResolver) external authorised(node) {
        _records[node].resolver = newResolver;
        emit NewResolver(node, newResolver);
    }

    /// @notice Sets the time a name may be cached, in seconds.
    /// @dev Empty revert: not authorised.
    function setTTL(bytes32 node, uint64 newTTL) external authorised(node) {
        _records[node].ttl = newTTL;
        emit NewTTL(node, newTTL);
    }

    /// @notice Lets `operator` do whatever the caller may, or no longer.
    function setApprovalForAll(address operator, bool approved) external {
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @inheritdoc IENS
    function owner(bytes32 node) external view returns (address) {
        address nodeOwner = _records[node].owner;
        return nodeOwner == address(this) ? address(0) : nodeOwner; // given to the registry: given up
    }

    /// @notice Resolver of a name; zero for none.
    function resolver(bytes32 node) external view returns (address) {
        return _records[node].resolver;
    }

    /// @notice Time a name may be cached, in seconds.
    function ttl(bytes32 node) external view returns (uint64) {
        return _records[node].ttl;
    }

    /// @notice Whether a name was ever given away.
    function recordExists(bytes32 node) external view returns (bool) {
        return _records[node].owner != address(0);
    }

    /// @inheritdoc IENS
    function isApprovedForAll(address account, address operator) external view returns (bool) {
        return _operators[account][operator];
    }

    /// @dev Logs only what changes.
    function _setResolverAndTTL(bytes32 node, address newResolver, uint64 newTTL) private {
        Record storage record = _records[node];
        if (record.resolver != newResolver) {
            record.resolver = newResolver;
            emit NewResolver(node, newResolver);
        }
        if (record.ttl != newTTL) {
            record.ttl = newTTL;
            emit NewTTL(node, newTTL);
        }
    }
}
