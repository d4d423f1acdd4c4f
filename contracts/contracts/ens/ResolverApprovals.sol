// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IENS} from "./IENS.sol";

/// @title Accounts that may set the records of a name
/// @notice The name's owner in the registry; the owner's operators here, for all its names; its
/// delegates, for one name; and the reverse registrar.
abstract contract ResolverApprovals {
    IENS private immutable ENS;
    address private immutable REVERSE_REGISTRAR;

    mapping(address account => mapping(address operator => bool)) private _operators;
    mapping(address account => mapping(bytes32 node => mapping(address delegate => bool))) private _delegates;

    /// @notice `operator` may, or may no longer, set the records of all names of `owner`.
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    /// @notice `delegate` may, or may no longer, set the records of one name while `owner` owns it.
    event Approved(address owner, bytes32 indexed node, address indexed delegate, bool indexed approved);

    /// @dev Empty revert: the caller may not set records of `node`.
    modifier authorised(bytes32 node) {
        require(_isAuthorised(node));
        _;
    }

    constructor(address ens, address reverseRegistrar) {
        ENS = IENS(ens);
        REVERSE_REGISTRAR = reverseRegistrar;
    }

    /// @notice Lets `operator` set the records of all the caller's names, or no longer.
    /// @dev Reverts `ERC1155: setting approval status for self`.
    function setApprovalForAll(address operator, bool approved) external {
        require(msg.sender != operator, "ERC1155: setting approval status for self");
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @notice Lets `delegate` set the records of one name, or no longer.
    /// @dev Reverts `Setting delegate status for self`.
    function approve(bytes32 node, address delegate, bool approved) external {
        require(msg.sender != delegate, "Setting delegate status for self");
        _delegates[msg.sender][node][delegate] = approved;
        emit Approved(msg.sender, node, delegate, approved);
    }

    /// @notice Whether `operator` may set the records of all names of `account`.
    function isApprovedForAll(address account, address operator) public view returns (bool) {
        return _operators[account][operator];
    }

    /// @notice Whether `delegate` may set the records of one name as long as `owner` owns it.
    function isApprovedFor(address owner, bytes32 node, address delegate) public view returns (bool) {
        return _delegates[owner][node][delegate];
    }

    function _isAuthorised(bytes32 node) private view returns (bool) {
        if (msg.sender == REVERSE_REGISTRAR) return true;
        address owner = ENS.owner(node);
        return
            owner == msg.sender || isApprovedForAll(owner, msg.sender) || isApprovedFor(owner, node, msg.sender);
    }
}
